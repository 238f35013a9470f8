"""What DDI-Codebook 2.5 asks of the elements that are written here: order, children, attributes.

Written from the standard's published field-level documentation; the schema itself is not shipped.
"""

from xml.etree.ElementTree import Element

NAMESPACE = "{ddi:codebook:2_5}"
WORDS = {"{http://www.w3.org/XML/1998/namespace}lang"}
GLOBAL = WORDS | {"ID"}
# Element: its children in order, those it must have, its attributes, those it must have.
ELEMENTS = {
    "codeBook": (["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"], {"stdyDscr"},
                 {"version"}, set()),
    "stdyDscr": (["citation", "stdyInfo", "method", "dataAccs"], {"citation"}, set(), set()),
    "citation": (["titlStmt", "rspStmt", "prodStmt", "distStmt"], {"titlStmt"}, set(), set()),
    "titlStmt": (["titl", "subTitl", "altTitl", "parTitl", "IDNo"], {"titl"}, set(), set()),
    "dataDscr": (["varGrp", "nCubeGrp", "var", "nCube", "notes"], set(), set(), set()),
    "varGrp": (["labl", "txt", "concept", "defntn", "universe", "notes"], set(),
               {"type", "var", "name"}, set()),
    "var": (["location", "labl", "qstn", "valrng", "invalrng", "universe", "sumStat", "txt",
             "catgry", "codInstr", "concept", "varFormat", "notes"], set(), {"name"}, {"name"}),
    "qstn": (["preQTxt", "qstnLit", "postQTxt", "forward", "backward", "ivuInstr"], set(),
             {"seqNo"}, set()),
    "valrng": (["item", "range", "key", "notes"], {"range"}, set(), set()),
    "range": ([], set(), {"min", "max", "UNITS"}, set()),
    "catgry": (["catValu", "labl", "txt", "catStat"], set(), {"missing"}, set()),
    "varFormat": ([], set(), {"type", "category", "formatname", "schema"}, set()),
    "notes": ([], set(), {"type", "subject", "level", "resp"}, set()),
    **dict.fromkeys(("titl", "parTitl", "IDNo", "labl", "qstnLit", "universe", "catValu"),
                    ([], set(), set(), set())),
}  # fmt: skip
GROUPS = {"section", "multipleResp", "grid", "display", "repetition", "subject", "version", "other"}
ONCE = {("titlStmt", "titl"), ("catgry", "catValu"), ("var", "varFormat")}


def problems(book: Element) -> list[str]:
    """Return what of a codebook the standard does not allow."""
    found = list(_problems(book))
    ids = [element.get("ID") for element in book.iter() if element.get("ID")]
    found += [f"ID {id} occurs twice" for id in {id for id in ids if ids.count(id) > 1}]
    for group in book.iter(f"{NAMESPACE}varGrp"):
        found += [f"{id} is no ID" for id in group.get("var", "").split() if id not in ids]
        found += [] if group.get("type") in GROUPS else [f"{group.get('type')} is no type of group"]
    return found


def _problems(element: Element):
    name = element.tag.removeprefix(NAMESPACE)
    children, needed, attributes, required = ELEMENTS[name]
    named = [child.tag.removeprefix(NAMESPACE) for child in element]
    if strange := set(named) - set(children):
        yield f"{name} has {strange}"
        return
    places = [children.index(child) for child in named]
    if places != sorted(places):
        yield f"{name}: {named} are not in order"
    if not needed <= set(named) or not required <= set(element.attrib):
        yield f"{name} lacks {(needed - set(named)) | (required - set(element.attrib))}"
    if strange := set(element.attrib) - attributes - GLOBAL:
        yield f"{name} has the attributes {strange}"
    for parent, child in ONCE:
        if parent == name and named.count(child) > 1:
            yield f"{parent} has {child} more than once"
    for child in element:
        yield from _problems(child)
