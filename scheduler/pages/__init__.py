"""What a committee reads: one page that holds all it shows, right in light, in dark, on paper, and without scripts."""
