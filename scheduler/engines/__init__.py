"""What keeps the beats; the truth stays in the store."""
