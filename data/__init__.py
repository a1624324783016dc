"""What ships with the bot: the topics, and under stories/ each story as an editor's reviewed digest."""
