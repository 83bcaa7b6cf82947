"""Pictures of a step: lines, gauges, words, hidden faces. None of these is a sink."""
