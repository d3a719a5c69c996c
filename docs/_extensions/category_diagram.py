"""The tree of the categories as an SVG image that takes its colours from the page around it."""

from attrs import frozen

from codegen.model import Catalogue, Category
from codegen.relations import ROOT

ROW, STEP, BOX, MIDDLE = 34, 22, 26, 13
WIDTH = 340


@frozen
class Node:
    """A box: its place in the tree, counted in rows and levels, and the row of its parent."""

    name: str
    address: str
    note: str
    row: int
    level: int
    parent: int

    @property
    def x(self) -> int:
        """The left edge of the box."""
        return self.level * STEP + 1

    @property
    def y(self) -> int:
        """The upper edge of the box."""
        return self.row * ROW + 1

    @property
    def width(self) -> int:
        """The width of the box: all boxes end at the right edge of the image."""
        return WIDTH - self.x - 1

    @property
    def middle(self) -> int:
        """The middle of the box from top to bottom."""
        return self.y + MIDDLE

    @property
    def stem(self) -> int:
        """The x of the line that comes down from the parent."""
        return self.x - STEP + 10

    @property
    def start(self) -> int:
        """The y at which that line starts."""
        return self.parent * ROW + 1 + BOX


def tree(catalogue: Catalogue) -> list[Node]:
    """Returns the nodes from the top of the image to its bottom.

    A category stands below its first base. Its note names the others, and counts its errors.
    """
    children: dict[str, list[Category]] = {}
    for category in sorted(catalogue.categories, key=lambda c: c.name):
        children.setdefault(category.bases[0], []).append(category)
    nodes = [Node(ROOT, "../api.html#ipsec_errors.IPsecIkeError", "OSError", 0, 0, 0)]

    def add_below(parent: Node) -> None:
        for category in children.get(parent.name, ()):
            note = " ".join([*(f"{base}," for base in category.bases[1:]), _count(category)])
            page = f"{category.stem}.html"
            nodes.append(Node(category.name, page, note, len(nodes), parent.level + 1, parent.row))
            add_below(nodes[-1])

    add_below(nodes[0])
    return nodes


def _count(category: Category) -> str:
    return str(len(category.errors))
