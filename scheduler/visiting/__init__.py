"""Looks at the pages that links lead to, as carefully as a stranger's pages have to be looked at."""
