"""A young person's concern, from the first word to its erasure, and what officers do with it.

Where to look:

- decisions: `rules`, `drafts`, `retention`
- what is kept: `store`, `messages`, `held`, `handovers`, `trainings`, `remains`
- a young person writes: `flow`, `writing`, `attachments`, `preview`, `sending`
- goes on, comes back, looks after it: `follow_up`, `resume`, `own_cases`, `case_screens`, `erasure`
- an officer answers: `desk`, `meant`, `answering`, `ready_answers`, `case_notes`, `closing`
- who may do what, and who is called: `relations`, `calling`
- it changes hands: `handing_over`, `offers`, `receiving`, `break_glass`, `recusal`, `team`, `leaving`,
  `letting_go`
- misuse, training: `conduct`, `misuse`, `struck`, `appeals`; `training`
- by the clock, and when something did not arrive: `jobs`, `undelivered`
- how it looks and what each side is told: `views`, `letters` (officers), `news` (young people)
- words: `identifying`, `asking`, `thanks`, `names`, `canned`; `office` holds them all
"""
