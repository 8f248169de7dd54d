"""The fields that say how the museum came to keep an object, and where the register has it."""

from __future__ import annotations

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.fields.base import Field, Section
from museum_tracker.catalogue.fields.choices import ChoiceField, FlagField
from museum_tracker.catalogue.fields.dates import DateField
from museum_tracker.catalogue.fields.record_object import titles
from museum_tracker.catalogue.fields.terms import TermField
from museum_tracker.catalogue.fields.texts import LongTextField, TextField
from museum_tracker.catalogue.rules import RegisterBasis
from museum_tracker.core.i18n import N_

ACQUISITION: tuple[Field, ...] = (
    TermField(
        name="acquisition_method",
        label=N_("Way of acquisition"),
        section=Section.ACQUISITION,
        columns=("acquisition_method_id",),
        scheme="acquisition_method",
        headers=titles(
            "phương thức sưu tầm|phương thức|hình thức sưu tầm|cách thức sưu tầm|hình thức tiếp nhận|hình thức|"
            "hình thức nhập|acquisition method|method of acquisition|how acquired"
        ),
    ),
    TextField(
        name="source",
        label=N_("Source"),
        section=Section.ACQUISITION,
        columns=("source_text",),
        max_length=2000,
        needs=Permission.VIEW_SOURCES,
        headers=titles(
            "nguồn gốc|nguồn|người hiến tặng|người hiến|người giao|chủ sở hữu|chủ cũ|chủ hiện vật|người tặng|người bán|"
            "người cung cấp|họ tên người hiến tặng|nguồn sưu tầm|bên giao|đơn vị giao|source|credit line|donor|"
            "from whom|acquired from"
        ),
    ),
    DateField(
        name="collected",
        label=N_("Date collected"),
        section=Section.ACQUISITION,
        columns=("collected_text", "collected_earliest", "collected_latest"),
        headers=titles(
            "ngày sưu tầm|thời gian sưu tầm|năm sưu tầm|ngày nhập|năm nhập|thời gian nhập|ngày tiếp nhận|ngày nhập kho|"
            "ngày vào kho|acquisition date|"
            "date acquired|acquisition year|accession date|accession year"
        ),
    ),
    TextField(
        name="handover_record",
        label=N_("Handover record"),
        section=Section.ACQUISITION,
        columns=("handover_record",),
        headers=titles("số biên bản|biên bản giao nhận|số hồ sơ|biên bản|hồ sơ|source document number|handover record"),
    ),
    TextField(
        name="acquisition_decision",
        label=N_("Decision (transfer, merger)"),
        section=Section.ACQUISITION,
        columns=("acquisition_decision",),
        hint=N_("Number, day and authority of the decision by which it was transferred, or the museums were merged."),
        headers=titles(
            "quyết định tiếp nhận|quyết định điều chuyển|quyết định sáp nhập|số quyết định tiếp nhận|"
            "số quyết định điều chuyển|số quyết định sáp nhập|transfer decision|merger decision"
        ),
    ),
    FlagField(
        name="decision_counts",
        label=N_("The decision says that it counts as collected"),
        section=Section.ACQUISITION,
        columns=("decision_counts",),
        headers=titles("quyết định tính sưu tầm|tính vào sưu tầm|counts as collected"),
    ),
    TextField(
        name="find_place",
        label=N_("Find-spot"),
        section=Section.ACQUISITION,
        columns=("find_place",),
        needs=Permission.VIEW_FIND_SPOTS,
        headers=titles(
            "nơi phát hiện|địa điểm phát hiện|địa chỉ|nơi sưu tầm|địa điểm sưu tầm|nơi tìm thấy|địa chỉ sưu tầm|"
            "find spot|find place|where found"
        ),
    ),
    TermField(
        name="place",
        label=N_("Geographic place"),
        section=Section.ACQUISITION,
        columns=("place_id",),
        scheme="place",
        headers=titles("địa danh|huyện|địa phương|place|geographic place"),
    ),
    DateField(
        name="registered",
        label=N_("Date registered"),
        section=Section.ACQUISITION,
        columns=("registered_text", "registered_earliest", "registered_latest"),
        headers=titles("ngày đăng ký|ngày vào sổ|năm đăng ký|registered on|registration date|date registered"),
    ),
    TextField(
        name="register_book",
        label=N_("Register book"),
        section=Section.ACQUISITION,
        columns=("register_book",),
        max_length=100,
        headers=titles("quyển|quyển sổ|sổ số|sổ đăng ký|register book|book"),
    ),
    TextField(
        name="register_page",
        label=N_("Page"),
        section=Section.ACQUISITION,
        columns=("register_page",),
        max_length=100,
        headers=titles("trang|trang sổ|trang số|register page|page"),
    ),
    TextField(
        name="register_line",
        label=N_("Line"),
        section=Section.ACQUISITION,
        columns=("register_line",),
        max_length=100,
        headers=titles("dòng|dòng số|register line|line"),
    ),
    ChoiceField(
        name="register_basis",
        label=N_("Basis of the register line"),
        section=Section.ACQUISITION,
        columns=("register_basis",),
        choices=RegisterBasis,
        default=RegisterBasis.NONE,
        own_page=True,
    ),
    TextField(
        name="register_basis_text",
        label=N_("Document of the basis"),
        section=Section.ACQUISITION,
        columns=("register_basis_text",),
        own_page=True,
        headers=titles("căn cứ|căn cứ đăng ký|căn cứ vào sổ|căn cứ nhập kho|văn bản nhập kho|basis|register basis"),
    ),
    LongTextField(
        name="provenance",
        label=N_("Provenance"),
        section=Section.ACQUISITION,
        columns=("provenance",),
        headers=titles("lý lịch|lý lịch hiện vật|lí lịch|provenance|provenance text|provenance statement"),
    ),
)
