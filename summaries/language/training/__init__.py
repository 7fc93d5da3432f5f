"""How the bundled language model is made: what it learns from, and how."""
