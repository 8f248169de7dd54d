"""Digitization as it happens: levels recomputed, files approved or sent back, tasks moved on."""
