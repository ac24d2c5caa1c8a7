import type { PlanetEvent } from '../link/wire.js';
import type { Reaction } from '../rest/model.js';
import type { KnownMessage } from './planetState.js';

/** An event as it bears on one message; the message itself where it does not, or stands as of a later rev already. */
export function changeMessage(message: KnownMessage, event: PlanetEvent, meId: string): KnownMessage {
  if (event.kind === 'message') return withReply(message, event);
  if (!('seq' in event) || event.seq !== message.seq || event.rev <= message.rev) return message;
  const { rev } = event;
  switch (event.kind) {
    case 'edited':
      return { ...message, rev, text: event.text ?? undefined, editedAt: event.editedAt };
    case 'deleted':
      return { ...message, rev, text: undefined, deletedAt: event.at, reactions: [], pinnedAt: undefined };
    case 'reaction':
      return { ...message, rev, reactions: react(message.reactions, event.emoji, event.on, event.userId === meId) };
    case 'pin':
      return { ...message, rev, pinnedAt: event.on ? event.at : undefined };
  }
}

/** A reply is counted by its own event, which does not change the rev of what it answers. */
function withReply(message: KnownMessage, { rev, message: reply }: PlanetEvent & { kind: 'message' }): KnownMessage {
  return reply.replyToSeq === message.seq && rev > message.asOf
    ? { ...message, asOf: rev, replyCount: message.replyCount + 1 }
    : message;
}

/** One's own reaction counts once however often it is told. */
export function react(reactions: readonly Reaction[], emoji: string, on: boolean, isMe: boolean): Reaction[] {
  const known = reactions.find((each) => bare(each.emoji) === bare(emoji));
  if (isMe && (known?.me ?? false) === on) return [...reactions];
  const count = (known?.count ?? 0) + (on ? 1 : -1);
  const changed: Reaction = { emoji: known?.emoji ?? emoji, count, me: isMe ? on : (known?.me ?? false) };
  if (count <= 0) return reactions.filter((each) => each !== known);
  return known ? reactions.map((each) => (each === known ? changed : each)) : [...reactions, changed];
}

/** With or without its variation selector an emoji is the same one; the server tells it with. */
const bare = (emoji: string): string => emoji.replaceAll('\uFE0F', '');
