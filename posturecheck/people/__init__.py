"""The people of a clinic: whose a result is, and what holds for them."""
