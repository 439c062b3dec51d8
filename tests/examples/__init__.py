"""The examples in the README and in the API's description, made by asking the questions anew.

`python -m tests.examples` says which of them are not what is answered now (exit code 1);
`python -m tests.examples --write` writes them.
"""
