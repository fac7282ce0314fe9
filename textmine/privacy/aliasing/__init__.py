"""What stands in the place of people and things: aliases, placeholders, and who is who."""

from textmine.privacy.aliasing.aliases import (
    AliasBook,
    People,
    Person,
    identity,
    is_person,
    link_mentions,
)
