"""How a person gets a token for an account, network by network."""
