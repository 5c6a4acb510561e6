"""Runs that are killed, starved and cut off: what was acknowledged stays, once, on whole lines."""
