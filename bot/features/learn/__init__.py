"""What there is to learn, in seven languages: articles, scenarios to play, quizzes, and a search.

- what an item is: `item`; `article`, `scenario`, `quiz`; all of them: `library`
- how it is read from files: `reading`; what is checked before it is published: `lint`
- in the chat: `flow` and `views`; `playing`; `asking`; `sharing`; `helped`; what they share: `parts`
- searching: `search`, `index`, `words`, `small_words`
- whether it helped: `rules`, `store`, `jobs`, `keeper`
"""
