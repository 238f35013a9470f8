"""`papermill --engine warm`: papermill's own engine, with kernels that start warm."""

from typing import Any

from nbformat import NotebookNode


class WarmEngine:
    """Execute notebooks in forked kernels; papermill finds it under the name "warm".

    Papermill looks its engines up while it is itself being imported, so this module imports
    nothing of it.
    """

    @staticmethod
    def execute_notebook(nb: NotebookNode, kernel_name: str, **options: Any) -> NotebookNode:
        """Execute a notebook and return it; options are those of papermill's own engine."""
        from warmkernel.notebook import execute_notebook

        return execute_notebook(nb, kernel_name, **options)

    @staticmethod
    def nb_kernel_name(nb: NotebookNode, name: str | None = None) -> str:
        """Return the name of the kernel a notebook asks for, unless another is named."""
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(nb, name)

    @staticmethod
    def nb_language(nb: NotebookNode, language: str | None = None) -> str:
        """Return the language a notebook is written in, unless another is named."""
        from papermill.utils import nb_language

        return nb_language(nb, language)
