"""How the fake of X gives posts back, under the field names of its description or the older ones."""

from collections.abc import Mapping

from tests.servers.x_messages import Asked, Json, invalid
from tests.servers.x_rules import show
from tests.servers.x_world import Media, Post, World

OLD = {
    "edit_history_post_ids": "edit_history_tweet_ids",
    "repost_count": "retweet_count",
    "referenced_posts": "referenced_tweets",
}
"""New name to old: the description of 2.167 has the new ones, X's prose and older clients the old ones."""
COUNTS = ("repost_count", "reply_count", "like_count", "quote_count", "bookmark_count", "impression_count")
NEW = {old: new for new, old in OLD.items()}


def renamed(value: object, names: Mapping[str, str]) -> object:
    """The same JSON with other field names, at every depth."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [renamed(part, names) for part in value]
    return value


def fields_of(asked: Asked) -> set[str]:
    """What was asked for beyond id and text, in new names; both the old and the new parameter are understood."""
    query = asked.query
    listed = query.get("post.fields") or query.get("tweet.fields") or ""
    return {NEW.get(name, name) for name in listed.split(",") if name}


def shown(post: Post, world: World, fields: set[str]) -> Json:
    """A post with the fields that were asked for and that it has; nothing empty is given."""
    keys = [world.media[media_id].key for media_id in post.media]
    seen = show(post.text, post.id, world.handle, keys)
    whole: Json = {"id": post.id, "text": seen.text, "edit_history_post_ids": [post.id]}
    more: Json = {
        "created_at": f"{post.at:%Y-%m-%dT%H:%M:%S}.000Z",
        "author_id": world.user,
        "conversation_id": post.id,
        "entities": {"urls": seen.urls} if seen.urls else None,
        "attachments": {"media_keys": keys} if keys else None,
        "referenced_posts": [{"type": "replied_to", "id": post.reply_to}] if post.reply_to else None,
        "public_metrics": {name: post.counts.get(name, 0) for name in COUNTS},
    }
    return whole | {name: value for name, value in more.items() if name in fields and value}


def pictures(posts: list[Post], world: World, asked: Asked) -> Json:
    """The `includes` of an answer, where media were asked for and are there."""
    if "attachments.media_keys" not in asked.query.get("expansions", ""):
        return {}
    fields = {"media_key", "type", *asked.query.get("media.fields", "").split(",")}
    found = [_picture(world.media[media_id], fields) for post in posts for media_id in post.media]
    return {"includes": {"media": found}} if found else {}


def _picture(media: Media, fields: set[str]) -> Json:
    whole = {"media_key": media.key, "type": "photo", "alt_text": media.alt}
    return {name: value for name, value in whole.items() if name in fields and value is not None}


def page(posts: list[Post], asked: Asked) -> tuple[list[Post], Json]:
    """One page of a timeline that is newest first, and its `meta`; an empty page has no ids."""
    size = int(asked.query.get("max_results", "10"))
    if not 5 <= size <= 100:
        raise invalid(f"The `max_results` query parameter value [{size}] is not between 5 and 100")
    if token := asked.query.get("pagination_token"):
        posts = [post for post in posts if int(post.id) < int(token, 32)]
    part = posts[:size]
    meta: Json = {"result_count": len(part)}
    if part:
        meta |= {"newest_id": part[0].id, "oldest_id": part[-1].id}
    if len(posts) > size:
        meta["next_token"] = base32hex(int(part[-1].id))
    return part, meta


def base32hex(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 32)
        digits = "0123456789abcdefghijklmnopqrstuv"[rest] + digits
    return digits
