"""Classes of libraries, written in our own language: modules of PyTorch, Keras and Flax, optimisers, distributions."""
