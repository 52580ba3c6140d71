"""The one evaluator: a graph, once it is checked, as steps that are run at one value of its inputs or at many."""
