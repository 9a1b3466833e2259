import pytest

from portal.files.names import cleaned


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("bag.jpeg", "bag.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\me\\bag.png", "bag.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "a Set-Cookie x.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("正品照片.jpg", "正品照片.jpg"),
        ("<img src=x>.png", "img src=x.jpg"),
        ("n" * 400 + ".png", "n" * 120 + ".jpg"),
        ("nul\0byte.png", "nulbyte.jpg"),
    ],
)
def test_a_name_is_made_safe_to_show_and_to_save_under(given, kept):
    assert cleaned(given, extension="jpg") == kept
