"""From raw text to digest: a pure core that takes data and returns data."""
