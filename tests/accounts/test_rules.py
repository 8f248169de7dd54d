"""Rules of names, passwords, patience and safe ways back."""

from __future__ import annotations

import pytest

from museum_tracker.accounts.permissions import GRANTS, Permission, Role, allows
from museum_tracker.accounts.rules import clean_username, password_problem, safe_next, username_problem
from museum_tracker.accounts.setup import is_right_code, setup_code


@pytest.mark.parametrize(
    "password", ["ngắn quá", "minh.tran1", "Matkhau123", "1234567890", "aaaaaaaaaaaa", "Bảotàng99"[:9], "x" * 300]
)
def test_weak_passwords_are_refused(password: str) -> None:
    assert password_problem(password, "minh.tran") is not None


@pytest.mark.parametrize("password", ["trống đồng ngân vang", "ba con cò bay lả", "P4ssage-under-the-bridge"])
def test_a_sentence_is_a_good_password(password: str) -> None:
    assert password_problem(password, "minh.tran") is None


def test_user_names_are_small_letters_without_accents() -> None:
    assert clean_username("  Minh.Tran ") == "minh.tran"
    assert username_problem("minh.tran") is None
    for wrong in ("", "minh trần", "-minh", "x" * 65, "a/b"):
        assert username_problem(wrong) is not None


@pytest.mark.parametrize(
    "target",
    [None, "", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb",
     "\\\\evil", "/\t/evil.example", "hien-vat"],
)  # fmt: skip
def test_a_way_back_to_elsewhere_is_not_followed(target: str | None) -> None:
    assert safe_next(target, "/") == "/"


def test_a_way_back_within_the_site_is_followed() -> None:
    assert safe_next("/hien-vat?q=trống&trang=2", "/") == "/hien-vat?q=trống&trang=2"


def test_the_setup_code_belongs_to_one_installation() -> None:
    code = setup_code("one secret")
    assert is_right_code(code.lower().replace("-", " "), "one secret")
    assert not is_right_code(code, "another secret")
    assert not is_right_code("", "one secret")


def test_every_right_is_held_by_some_role_and_everybody_may_look() -> None:
    assert {permission for held in GRANTS.values() for permission in held} == set(Permission)
    assert all(allows(role, Permission.VIEW) for role in Role)
