"""From the files of `config/learn` to items: strict, with every mistake of every file."""
