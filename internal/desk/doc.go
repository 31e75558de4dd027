// Package desk is the vocabulary of Relais: what a ticket, a message, an
// article, a queue is; what a helpdesk behind Relais must do (Backend); and the
// one set of error codes that every layer speaks.
//
// One word per idea, everywhere:
//
//	Ticket      one matter followed from first word to closure
//	Kind        incident (something broke), request (something wanted), problem (cause of incidents)
//	Message     one entry of the conversation: a public reply or an internal note
//	Article     a page of the knowledge base
//	Queue       where tickets wait for a team; has a level from 1 to 4
//	Requester   who asked
//	Assignee    who works on it
//	Watcher     who follows it
//	Status      new, open, planned, pending, resolved, closed
//	Outcome     on closing: solved or unsolved
//	Impact      how far it reaches, 1 (very low) to 5 (very high)
//	Urgency     how fast it hurts, 1 to 5
//	Priority    from the matrix, 1 to 5; 6 (major) is set by hand
//	Operation   one action of a person, waiting to reach the helpdesk
//	Key         the operation's id, made on the device
//	Receipt     proof that an operation was kept, sent, accepted
//
// The state of an operation (queued, sent, needs attention) is never mixed with
// the status of a ticket.
//
// The package imports the standard library only. Its types are plain values:
// copying one is safe unless a field says otherwise, and none of them locks.
// Times are in UTC; the zero time means "not set".
package desk
