"""Groups, sides and effects, compared by moving whole clusters of units."""
