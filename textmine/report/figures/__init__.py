"""Charts as SVG, drawn offline at the width that they are shown at: a kind a file."""

from textmine.report.figures.diagrams import layers_chart, network_chart, process_chart, tree_chart
from textmine.report.figures.heat import Cell, heat_chart
from textmine.report.figures.intervals import interval_chart
from textmine.report.figures.lines import line_chart
from textmine.report.figures.spread import map_chart
from textmine.report.figures.timeline import timeline_chart
