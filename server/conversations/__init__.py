"""What people do with conversations: one verb a file. There is one entrance for words: `post_message`."""
