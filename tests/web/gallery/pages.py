"""A page with every component of the house, for tests and for looking at (`python -m tests.web.gallery.pictures`)."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from flask import Blueprint, Flask, flash, render_template
from markupsafe import Markup
from wtforms import (
    BooleanField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from museum_tracker.accounts.guards import public
from museum_tracker.core.charts.meter import Meter, draw
from museum_tracker.web.forms import Form
from museum_tracker.web.navigation import Place, add_place

TEMPLATES = Path(__file__).parent / "templates"

bp = Blueprint("gallery", __name__, template_folder=str(TEMPLATES), url_prefix="/gallery")

PLACES = {
    "overview": "Tổng quan",
    "objects": "Hiện vật",
    "acquisitions": "Sưu tầm",
    "inventory": "Kiểm kê hiện vật",
    "classification": "Phân loại",
    "digitization": "Số hóa",
    "store": "Kho",
    "targets": "Chỉ tiêu",
    "reports": "Báo cáo",
}


METERS = {
    "ok": Meter(value=86, least=80, most=100, scale=120, tone="ok", label="86, kế hoạch 80–100", pace=75),
    "late": Meter(value=44, least=50, most=100, scale=120, tone="late", label="44, kế hoạch 50–100", pace=47),
    "miss": Meter(value=22.4, least=70, most=70, scale=100, tone="miss", label="22,4%, kế hoạch 70%", pace=48),
}


class SampleForm(Form):
    """One field of each type."""

    name = StringField("Tên hiện vật", [InputRequired()], description="Tên chính và tên gọi khác")
    secret = PasswordField("Mật khẩu")
    quantity = IntegerField("Số lượng")
    material = SelectField("Chất liệu", choices=[SelectChoice("gm", "Gốm, sành, sứ"), SelectChoice("kl", "Kim loại")])
    text = TextAreaField("Mô tả")
    exact = BooleanField("Chỉ tìm đúng dấu", description="Phân biệt ĐỒNG và ĐÔNG")
    kind = RadioField(
        "Loại", choices=[SelectChoice("object", "Hiện vật"), SelectChoice("photograph", "Ảnh")], default="object"
    )
    file = FileField("Tệp ảnh")


@bp.get("/")
@public
def components() -> str:
    """Every component once."""
    flash("Đã lưu hồ sơ BTBG 1024.", "success")
    flash("Ngày đăng ký sau ngày hôm nay: hãy xem lại.", "warning")
    flash("Số BTBG 1024 đã có: Bình gốm men ngọc.", "error")
    form = SampleForm(meta={"csrf": False})
    form.validate()
    checks = [
        SimpleNamespace(met=True, text="Hồ sơ tối thiểu đủ 8/8 trường", link="", link_text=""),
        SimpleNamespace(met=False, text="Thiếu ảnh mặt sau đã nghiệm thu.", link="#", link_text="Thêm ảnh"),
    ]
    rows = [
        SimpleNamespace(name="a", label="Tên", before="Bình gốm", theirs="Bình men", mine="Bình gốm ngọc", clash=True),
        SimpleNamespace(name="b", label="Mô tả", before="", theirs="Nguyên vẹn", mine="", clash=False),
    ]
    return render_template(
        "gallery/components.html",
        form=form,
        checks=checks,
        rows=rows,
        meters={name: Markup(draw(meter, name=name)) for name, meter in METERS.items()},  # noqa: S704 - our own drawing
    )


@bp.get("/bare")
@public
def bare() -> str:
    """A page without navigation."""
    return render_template("gallery/bare.html", form=SampleForm(meta={"csrf": False}))


def _waiting(*_: object) -> int:
    return 38


def add_gallery(app: Flask) -> None:
    """Put the gallery's pages into an application, with a full navigation if it has none yet."""
    app.register_blueprint(bp)
    app.extensions["places"] = []
    for order, (icon, word) in enumerate(PLACES.items()):
        add_place(
            app,
            Place(
                label=word,
                endpoint="gallery.components",
                icon=icon,
                order=order,
                prefix="/gallery" if icon == "objects" else f"/{icon}",
                badge=_waiting if icon in {"inventory", "digitization"} else None,
                phone=icon in {"overview", "objects", "inventory", "digitization"},
            ),
        )
    add_place(
        app,
        Place(label="Quản trị", endpoint="gallery.bare", icon="admin", order=99, prefix="/quan-tri", secondary=True),
    )
