"""Which pictures go with an action, with the words that stand for them in one language."""

from scheduler.model.campaign import Action, Campaign, Language
from scheduler.model.post import Attachment
from scheduler.rendering.terms import Unsaid
from scheduler.rendering.tongues import language_name
from scheduler.rendering.wordings import composed, in_language


def attachments(campaign: Campaign, action: Action, language: Language) -> tuple[Attachment, ...]:
    """In the action's order. Raises Unsaid where one has no alt text in this language: no picture goes without."""
    known = {picture.id: picture for picture in campaign.pictures}
    found = []
    for name in action.pictures:
        picture = known[name]
        alt = in_language(picture.alt, language)
        if alt is None:
            raise Unsaid(f"the picture {name} has no alt text in {language_name(language)}")
        found.append(Attachment(file=picture.file, digest=picture.digest, alt=composed(alt)))
    return tuple(found)
