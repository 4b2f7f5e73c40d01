"""What the buyer's and the supplier's page of an order have in common, each part with the steps it leads to."""
