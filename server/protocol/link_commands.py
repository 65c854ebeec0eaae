"""What a customer may ask of the link that takes a conversation up elsewhere."""

from server.protocol.commands import ClientId, Command, Email, Id


class MailLink(Command, frozen=True):
    """Have a link by e-mail that takes the conversation up in any browser; the answer is the same whoever has the address."""

    conversation_id: Id
    client_id: ClientId
    email: Email
