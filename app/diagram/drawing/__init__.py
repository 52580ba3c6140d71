"""Where marks stand: gates, labels and panels on the figure, in the order in which it is read."""
