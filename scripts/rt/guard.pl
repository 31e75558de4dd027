# Merges a second ticket with the same ClientRef into the first one, when the same person made both.
my $ticket = RT::Ticket->new(RT->SystemUser);
$ticket->Load($self->TicketObj->Id);
my $ref = $ticket->FirstCustomFieldValue('ClientRef');
return 1 unless defined $ref && $ref =~ /^[0-9a-f-]{36}$/;
my $same = RT::Tickets->new(RT->SystemUser);
$same->FromSQL("CF.{ClientRef} = '$ref' AND id < " . $ticket->Id);
$same->OrderBy(FIELD => 'id');
my $first = $same->First or return 1;
return 1 unless $first->Creator == $ticket->Creator;
my ($ok, $why) = $ticket->MergeInto($first->Id);
RT->Logger->error("Relais: duplicate not merged: $why") unless $ok;
return 1;
