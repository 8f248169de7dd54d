"""How a year is closed: its states, its packed lists, its sample; pure functions of values."""
