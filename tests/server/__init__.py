"""Servers on loopback: fixture sites that behave, and a zoo of answers that do not."""
