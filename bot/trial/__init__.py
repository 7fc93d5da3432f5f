"""A local stand-in for the Telegram Bot API: the newcomer's trial chat and the double of the tests.

``World`` holds chats, messages and waiting updates; ``api.answer`` answers Bot API calls as Telegram does.
Two doors lead in: ``TrialRequest`` within the process, and ``serve`` over HTTP on the loopback interface,
which also serves the chat page.  ``Inbound`` plays the people: it writes, forwards, uploads and taps.
"""
