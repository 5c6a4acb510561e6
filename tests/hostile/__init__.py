"""The table of bad inputs: what each must become, through a public entry point, within its time and memory."""
