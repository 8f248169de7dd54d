"""Tables in: read, match columns, try, apply, take back."""
