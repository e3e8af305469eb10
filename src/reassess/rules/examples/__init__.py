"""The examples of the rules, which are their tests."""
