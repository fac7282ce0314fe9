"""What stands in the place of people and things: aliases, placeholders, and who is who."""

from textmine.privacy.aliasing.aliases import AliasBook, Person, identity, is_person
from textmine.privacy.aliasing.linking import People, link_mentions
