"""The help: the forms of the language, the operations with their rules, and the modules, all from where they are defined."""
