"""A Clearinghouse of our own, for everyone who has no signed mark of a real one."""

from alliance.marks.demo_authority.authority import DemoAuthority as DemoAuthority
