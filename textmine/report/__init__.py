"""Reports: results as one HTML page, tables and figures."""
