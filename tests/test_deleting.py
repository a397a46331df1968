"""Deleting an assessment on the workbooks page: what goes is said, and agreed to, before it goes."""

from streamlit.testing.v1 import AppTest

from data.store import Saved
from data.stored import publications
from data.stored.outcomes import work_out
from tests.walking import click, go, shown
from ui import cache


def saved() -> Saved:
    return next(one for one in cache.store().assessments() if one.fiscal_year == 2561)


def publish() -> None:
    store, now = cache.store(), saved()
    publications.publish(store, now, publications.current(store, now, work_out(store, now)), "หัวหน้าศูนย์")


def test_an_assessment_is_deleted_once_its_revisions_are_agreed_to(app: AppTest) -> None:
    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    app.button_group(key="lang").set_value("en").run()
    publish()
    id, others = saved().id, len(cache.store().assessments()) - 1
    go(app, "workbooks")
    assert "Published revisions that go with it: 1" in shown(app)
    assert app.button(key=f"delete-now-{id}").disabled
    app.checkbox(key=f"delete-{id}-1").check().run()

    publish()  # by somebody else, while this officer reads
    app.button(key=f"delete-now-{id}").click().run()
    assert "changed or published meanwhile" in shown(app)
    assert saved().id == id, "nothing is deleted"

    assert app.button(key=f"delete-now-{id}").disabled, "two revisions are agreed to anew"
    app.checkbox(key=f"delete-{id}-2").check()
    app.text_input(key=f"delete-who-{id}").set_value("ผู้ดูแล")
    app.run()
    app.button(key=f"delete-now-{id}").click().run()
    assert not app.exception
    assert next(toast.value for toast in app.toast).endswith("is deleted")
    assert len(cache.store().assessments()) == others
    assert cache.store().changes(id)[0].who == "ผู้ดูแล"
    app.button_group(key="lang").set_value("th").run()
    assert not app.exception and not app.toast
