"""The fields that say what an object is: identity, making, description, with the column titles books use for them."""

from __future__ import annotations

from museum_tracker.catalogue.fields.base import Field, Section
from museum_tracker.catalogue.fields.choices import ChoiceField, FlagField
from museum_tracker.catalogue.fields.dates import DatingField, YearField
from museum_tracker.catalogue.fields.measures import DimensionsField, QuantityField, WeightField
from museum_tracker.catalogue.fields.terms import TermField, TermsField, WordedTermField
from museum_tracker.catalogue.fields.texts import LongTextField, NumberField, TextField
from museum_tracker.catalogue.rules import ArtifactKind, NumberKind
from museum_tracker.core.i18n import N_


def titles(text: str) -> tuple[str, ...]:
    """Column titles, parted by upright strokes."""
    return tuple(title.strip() for title in text.split("|"))


IDENTITY: tuple[Field, ...] = (
    NumberField(
        name="number",
        label=N_("Registration number"),
        section=Section.IDENTITY,
        number_kind=NumberKind.REGISTRATION,
        headers=titles(
            "số đăng ký|số ĐK|SĐK|số đăng kí|số kiểm kê|số KK|số hiện vật|mã hiện vật|mã số|số hiệu|số hiệu hiện vật|"
            "ký hiệu|ký hiệu hiện vật|số vào sổ|"
            "accession number|accession no|object number|object no|registration number|inventory number|"
            "inventory no|number|acc no|inv no|reg no|registration no"
        ),
    ),
    NumberField(
        name="classification_number",
        label=N_("Classification number"),
        section=Section.IDENTITY,
        number_kind=NumberKind.CLASSIFICATION,
        headers=titles(
            "số phân loại|số PL|SPL|ký hiệu phân loại|ký hiệu PL|KHPL|classification number|classification no"
        ),
    ),
    NumberField(
        name="entry_number",
        label=N_("Entry number"),
        section=Section.IDENTITY,
        number_kind=NumberKind.ENTRY,
        headers=titles("số tạm nhập|số nhập tạm|số tạm|số nhập|entry number|temporary number"),
    ),
    NumberField(
        name="old_numbers",
        label=N_("Old numbers"),
        section=Section.IDENTITY,
        number_kind=NumberKind.OLD,
        several=True,
        headers=titles("số cũ|số ký hiệu cũ|ký hiệu cũ|số đăng ký cũ|old number|old numbers|former number"),
    ),
    NumberField(
        name="field_numbers",
        label=N_("Field numbers"),
        section=Section.IDENTITY,
        number_kind=NumberKind.FIELD,
        several=True,
        headers=titles("số điền dã|số khai quật|ký hiệu khai quật|field number|excavation number"),
    ),
    NumberField(
        name="other_numbers",
        label=N_("Other numbers"),
        section=Section.IDENTITY,
        number_kind=NumberKind.OTHER,
        several=True,
        headers=titles("số khác|số ký hiệu khác|other number|other numbers"),
    ),
    TextField(
        name="name_vi",
        label=N_("Name"),
        section=Section.IDENTITY,
        columns=("name_vi",),
        headers=titles(
            "tên hiện vật|tên|tên gọi|tên cổ vật|tên di vật|hiện vật|cổ vật|di vật|tên hiện vật cổ vật|tên bảo vật|"
            "tên thường gọi|tên tài liệu|tên tài liệu hiện vật|tên hiện vật tài liệu|"
            "tên hiện vật và miêu tả tóm tắt|name vi|title|name|object title|object|tên tiếng Việt|tên và mô tả|"
            "tên và miêu tả"
        ),
    ),
    TextField(
        name="name_en",
        label=N_("English name"),
        section=Section.IDENTITY,
        columns=("name_en",),
        headers=titles("tên tiếng Anh|name en|english name|title en"),
    ),
    TextField(
        name="alternative_names",
        label=N_("Other names"),
        section=Section.IDENTITY,
        columns=("alternative_names",),
        max_length=2000,
        headers=titles("tên khác|tên gọi khác|alternative name|alternative names|other names"),
    ),
    ChoiceField(
        name="kind",
        label=N_("Kind"),
        section=Section.IDENTITY,
        columns=("kind",),
        choices=ArtifactKind,
        default=ArtifactKind.OBJECT,
        also={"tai lieu": "document", "anh": "photograph", "phim anh": "photograph", "mau vat": "specimen"},
        headers=titles("nhóm|nhóm hiện vật|kind"),
    ),
    TermField(
        name="type",
        label=N_("Type"),
        section=Section.IDENTITY,
        columns=("type_id",),
        scheme="object_type",
        headers=titles("loại hình|loại|loại hiện vật|thể loại|object type|object name|type"),
    ),
    FlagField(
        name="flat",
        label=N_("Flat (its full level is the scan of every page)"),
        section=Section.IDENTITY,
        columns=("flat",),
        headers=titles("hiện vật phẳng|flat"),
    ),
    QuantityField(
        name="quantity",
        label=N_("Pieces"),
        section=Section.IDENTITY,
        columns=("quantity", "count_unit"),
        headers=titles("số lượng|SL|số hiện vật (chiếc)|slg|quantity|qty|pieces|item count|number of items"),
    ),
    TextField(
        name="count_unit",
        label=N_("Unit"),
        section=Section.IDENTITY,
        columns=("count_unit",),
        scheme="count_unit",
        max_length=100,
        headers=titles("đơn vị tính|ĐVT|đơn vị|count unit"),
    ),
)

MAKING: tuple[Field, ...] = (
    TermsField(
        name="material",
        label=N_("Material"),
        section=Section.MAKING,
        columns=("materials", "material_text"),
        scheme="material",
        headers=titles("chất liệu|vật liệu|material|materials|medium|made of|is made of|is made of summary"),
    ),
    TextField(
        name="technique",
        label=N_("Technique"),
        section=Section.MAKING,
        columns=("technique",),
        scheme="technique",
        headers=titles("kỹ thuật|kĩ thuật|kỹ thuật chế tác|kỹ thuật chế tạo|technique|production used technique"),
    ),
    WordedTermField(
        name="period",
        label=N_("Period"),
        section=Section.MAKING,
        columns=("period_id", "period_text"),
        scheme="period",
        headers=titles("thời kỳ|thời kì|triều đại|thời đại|văn hóa|period|dynasty"),
    ),
    DatingField(
        name="dating",
        label=N_("Dating"),
        section=Section.MAKING,
        columns=("dating_text", "date_earliest", "date_latest"),
        headers=titles(
            "niên đại|thời gian chế tác|năm chế tác|năm xây dựng|thời gian xây dựng|năm sản xuất|"
            "dating|date|date text|creation date|object date|date made|"
            "production date|production created date"
        ),
    ),
    YearField(
        name="date_earliest",
        label=N_("First year"),
        section=Section.MAKING,
        columns=("date_earliest",),
        headers=titles("từ năm|năm đầu|date from|creation date earliest|object begin date|year from|date earliest"),
    ),
    YearField(
        name="date_latest",
        label=N_("Last year"),
        section=Section.MAKING,
        columns=("date_latest",),
        headers=titles("đến năm|năm cuối|date to|creation date latest|object end date|year to|date latest"),
    ),
    TextField(
        name="production_place",
        label=N_("Place of making"),
        section=Section.MAKING,
        columns=("production_place",),
        headers=titles("nơi sản xuất|xuất xứ|nơi chế tác|place of origin|place of production|production place"),
    ),
    TextField(
        name="maker",
        label=N_("Maker"),
        section=Section.MAKING,
        columns=("maker",),
        headers=titles(
            "tác giả|người làm|nghệ nhân|artist|maker|creator full name|artist display name|creator|"
            "production contributor"
        ),
    ),
    TextField(
        name="ethnic_group",
        label=N_("Ethnic group"),
        section=Section.MAKING,
        columns=("ethnic_group",),
        scheme="ethnic_group",
        headers=titles("dân tộc|chủ thể văn hóa|ethnic group"),
    ),
)

DESCRIPTION: tuple[Field, ...] = (
    DimensionsField(
        name="dimensions",
        label=N_("Dimensions"),
        section=Section.DESCRIPTION,
        columns=("dimensions_text", "dimensions"),
        headers=titles(
            "kích thước|kích cỡ|kích thước cm|kích thước trọng lượng|dimensions|dimension|size|measurements|"
            "observed dimension|observed dimensions"
        ),
    ),
    WeightField(
        name="weight",
        label=N_("Weight"),
        section=Section.DESCRIPTION,
        columns=("weight_text", "weight_g"),
        headers=titles("trọng lượng|khối lượng|cân nặng|weight|wt"),
    ),
    LongTextField(
        name="description_vi",
        label=N_("Description"),
        section=Section.DESCRIPTION,
        columns=("description_vi",),
        headers=titles(
            "miêu tả|mô tả|miêu tả hiện vật|mô tả hiện vật|miêu tả tóm tắt|đặc điểm|thông tin|"
            "thông tin hiện vật|description vi|description"
        ),
    ),
    LongTextField(
        name="description_en",
        label=N_("English description"),
        section=Section.DESCRIPTION,
        columns=("description_en",),
        headers=titles("mô tả tiếng Anh|miêu tả tiếng Anh|description en"),
    ),
    LongTextField(
        name="inscription",
        label=N_("Inscription"),
        section=Section.DESCRIPTION,
        columns=("inscription",),
        headers=titles("minh văn|lạc khoản|chữ viết|minh văn lạc khoản|inscription|inscriptions"),
    ),
    LongTextField(
        name="significance",
        label=N_("Significance"),
        section=Section.DESCRIPTION,
        columns=("significance",),
        headers=titles("ý nghĩa|giá trị|ý nghĩa giá trị|giá trị lịch sử|significance"),
    ),
    LongTextField(
        name="history_note",
        label=N_("History"),
        section=Section.DESCRIPTION,
        columns=("history_note",),
        headers=titles("nội dung lịch sử|nội dung|history note|history"),
    ),
)
