"""The fields that say how an object stands: legal class, inscription, holding, condition, rights, restriction."""

from __future__ import annotations

from museum_tracker.catalogue.fields.base import Field, Section
from museum_tracker.catalogue.fields.choices import ChoiceField, FlagField
from museum_tracker.catalogue.fields.dates import DateField
from museum_tracker.catalogue.fields.record_object import titles
from museum_tracker.catalogue.fields.terms import WordedTermField
from museum_tracker.catalogue.fields.texts import LongTextField, TextField
from museum_tracker.catalogue.rules import DocumentaryHeritage, Holding, LegalClass
from museum_tracker.core.i18n import N_

HERITAGE_IN_BOOKS = {
    "khong": "none", "no": "none", "khong phai": "none",
    "kiem ke": "listed", "danh muc kiem ke": "listed", "trong danh muc kiem ke": "listed", "dua vao danh muc": "listed",
    "quoc gia": "inscribed_national", "ghi danh quoc gia": "inscribed_national",
    "ghi danh cap quoc gia": "inscribed_national",
    "cap quoc gia": "inscribed_national",
    "danh muc quoc gia": "inscribed_national", "national": "inscribed_national",
    "khu vuc": "inscribed_regional", "ghi danh khu vuc": "inscribed_regional",
    "ghi danh cap khu vuc": "inscribed_regional",
    "cap khu vuc": "inscribed_regional",
    "mowcap": "inscribed_regional", "regional": "inscribed_regional",
    "the gioi": "inscribed_world", "ghi danh the gioi": "inscribed_world", "ghi danh cap the gioi": "inscribed_world",
    "cap the gioi": "inscribed_world",
    "ky uc the gioi": "inscribed_world", "world": "inscribed_world",
}  # fmt: skip

LEGAL: tuple[Field, ...] = (
    ChoiceField(
        name="legal_class",
        label=N_("Legal class"),
        section=Section.LEGAL,
        columns=("legal_class",),
        choices=LegalClass,
        default=LegalClass.OBJECT,
        also={"hien vat": "object", "hien vat thuong": "object", "bvqg": "national_treasure"},
        headers=titles("loại di vật|phân loại pháp lý|di vật cổ vật|legal class"),
    ),
    TextField(
        name="legal_class_decision",
        label=N_("Decision on the legal class"),
        section=Section.LEGAL,
        columns=("legal_class_decision",),
        hint=N_("Number and authority; of a national treasure the Prime Minister's decision."),
        headers=titles(
            "số quyết định loại pháp lý|quyết định công nhận bảo vật quốc gia|số quyết định công nhận bảo vật quốc gia|"
            "quyết định bảo vật quốc gia|số quyết định bảo vật quốc gia|quyết định công nhận bảo vật|"
            "quyết định xếp loại|decision on the legal class|national treasure decision"
        ),
    ),
    DateField(
        name="legal_class_decided",
        label=N_("Date of the decision on the legal class"),
        section=Section.LEGAL,
        columns=("legal_class_decided_text", "legal_class_decided_earliest", "legal_class_decided_latest"),
        headers=titles(
            "ngày quyết định loại pháp lý|ngày công nhận bảo vật quốc gia|ngày quyết định công nhận bảo vật quốc gia|"
            "ngày quyết định bảo vật quốc gia|năm công nhận bảo vật quốc gia|date of the decision on the legal class|"
            "national treasure since"
        ),
    ),
    ChoiceField(
        name="documentary_heritage",
        label=N_("Documentary heritage"),
        section=Section.LEGAL,
        columns=("documentary_heritage",),
        choices=DocumentaryHeritage,
        default=DocumentaryHeritage.NONE,
        quiet=True,
        also=HERITAGE_IN_BOOKS,
        hint=N_("Beside the legal class: a national treasure may be documentary heritage too."),
        headers=titles("di sản tư liệu|ghi danh di sản tư liệu|danh mục di sản tư liệu|documentary heritage"),
    ),
    TextField(
        name="documentary_heritage_decision",
        label=N_("Decision on the documentary heritage"),
        section=Section.LEGAL,
        columns=("documentary_heritage_decision",),
        headers=titles(
            "số quyết định di sản tư liệu|quyết định di sản tư liệu|quyết định ghi danh|số quyết định ghi danh|"
            "quyết định ghi danh di sản tư liệu|decision on the documentary heritage|documentary heritage decision"
        ),
    ),
    DateField(
        name="documentary_heritage_decided",
        label=N_("Date of the decision on the documentary heritage"),
        section=Section.LEGAL,
        columns=(
            "documentary_heritage_decided_text",
            "documentary_heritage_decided_earliest",
            "documentary_heritage_decided_latest",
        ),
        headers=titles(
            "ngày quyết định di sản tư liệu|ngày ghi danh|ngày quyết định ghi danh|năm ghi danh|"
            "ngày ghi danh di sản tư liệu|date of the decision on the documentary heritage|date of inscription"
        ),
    ),
    ChoiceField(
        name="holding",
        label=N_("Holding"),
        section=Section.LEGAL,
        columns=("holding",),
        choices=Holding,
        default=Holding.UNDECIDED,
        also={"hien vat tham khao": "reference", "tham khao": "reference", "co so": "base", "gui giu": "deposit"},
        headers=titles("diện quản lý|loại kho|hình thức quản lý|holding"),
    ),
    FlagField(
        name="representative",
        label=N_("Representative object"),
        section=Section.LEGAL,
        columns=("representative",),
        headers=titles("tiêu biểu|hiện vật tiêu biểu|representative|is highlight"),
    ),
    TextField(
        name="representative_decision",
        label=N_("Decision on representative objects"),
        section=Section.LEGAL,
        columns=("representative_decision",),
        headers=titles(
            "số quyết định hiện vật tiêu biểu|quyết định hiện vật tiêu biểu|quyết định tiêu biểu|"
            "số quyết định tiêu biểu|quyết định công nhận tiêu biểu|decision on representative objects|"
            "representative decision"
        ),
    ),
    DateField(
        name="representative_decided",
        label=N_("Date of the decision on representative objects"),
        section=Section.LEGAL,
        columns=("representative_decided_text", "representative_decided_earliest", "representative_decided_latest"),
        headers=titles(
            "ngày quyết định hiện vật tiêu biểu|ngày quyết định tiêu biểu|ngày công nhận tiêu biểu|"
            "date of the decision on representative objects|representative since"
        ),
    ),
    WordedTermField(
        name="condition",
        label=N_("Condition"),
        section=Section.LEGAL,
        columns=("condition_id", "condition_text"),
        scheme="condition",
        max_length=2000,
        headers=titles(
            "tình trạng|tình trạng bảo quản|hiện trạng|tình trạng hiện vật|hiện trạng bảo quản|ttbq|condition"
        ),
    ),
)

NOTES: tuple[Field, ...] = (
    TextField(
        name="rights",
        label=N_("Rights"),
        section=Section.NOTES,
        columns=("rights",),
        max_length=2000,
        headers=titles("bản quyền|quyền|rights|rights and reproduction"),
    ),
    TextField(
        name="sensitivity",
        label=N_("Restrictions of use"),
        section=Section.NOTES,
        columns=("sensitivity",),
        max_length=2000,
        headers=titles("hạn chế khai thác|access restriction|sensitivity"),
    ),
    FlagField(
        name="use_restricted",
        label=N_("Use restricted"),
        section=Section.NOTES,
        columns=("use_restricted",),
        hint=N_("Closes downloads and exports to everybody without the right to use restricted objects."),
        headers=titles("hạn chế sử dụng, khai thác|hạn chế sử dụng|thuộc diện hạn chế sử dụng|use restricted"),
    ),
    TextField(
        name="restriction_decision",
        label=N_("Decision or reason of the restriction"),
        section=Section.NOTES,
        columns=("restriction_decision",),
        headers=titles(
            "quyết định hoặc lý do hạn chế|quyết định hạn chế sử dụng|số quyết định hạn chế|lý do hạn chế|"
            "lý do hạn chế sử dụng|decision or reason of the restriction|restriction decision|restriction reason"
        ),
    ),
    DateField(
        name="restricted_until",
        label=N_("Restricted until"),
        section=Section.NOTES,
        columns=("restricted_until_text", "restricted_until_earliest", "restricted_until_latest"),
        hint=N_("Empty: until the restriction is lifted."),
        headers=titles("hạn chế đến ngày|hạn chế đến hết ngày|thời hạn hạn chế|restricted until"),
    ),
    LongTextField(
        name="notes",
        label=N_("Notes"),
        section=Section.NOTES,
        columns=("notes",),
        headers=titles("ghi chú|chú thích|notes|note|remarks"),
    ),
)
