"""The rules of the promises: forecast, verdicts, sentences, plan files. Pure functions of values."""
