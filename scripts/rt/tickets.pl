#!/usr/bin/perl
# Adds tickets until there are as many as asked for. The first go through Request Tracker, which takes its time; the others
# are copies of their rows under other numbers. scripts/rt.sh runs it after seed.pl.
#
#   tickets.pl COUNT
use v5.36;
use utf8;
use open qw(:std :encoding(UTF-8));
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use RT;

use constant MODELS => 24;    # tickets that are made and not copied

my ($count) = @ARGV;
die "usage: tickets.pl COUNT\n" unless @ARGV == 1 && $count =~ /^[0-9]+$/;
RT->LoadConfig;
RT->Config->Set(MailCommand => sub { 1 });
RT->Init;
my $db = $RT::Handle->dbh;

sub done ($value, $why = 'no reason given', @) { $value or die "tickets: $why\n" }

sub as ($name) {
    my $user = RT::CurrentUser->new($name);
    done($user->Id, "there is no $name");
    return $user;
}

sub text ($words) { return MIME::Entity->build(Type => 'text/plain', Charset => 'UTF-8', Data => Encode::encode_utf8($words)) }

my @subjects = ('Imprimante hors ligne', 'VPN : erreur 809', 'Mot de passe oublié', 'Écran noir', 'Messagerie lente',
    'Accès au dossier partagé', 'Demande de logiciel', 'Souris défectueuse');
my @statuses = qw(new open open pending planned resolved resolved closed-unresolved);
my @impacts  = ('1 - Entreprise', '2 - Service', '3 - Personne');
my @urgency  = ('1 - Haute', '2 - Moyenne', '3 - Basse');

# model makes a ticket the way people do.
sub model ($n) {
    my $ticket = RT::Ticket->new(RT->SystemUser);
    my $level  = 1 + ($n / 2) % 3;
    my ($id, undef, $why) = $ticket->Create(
        Queue => "Niveau $level", Subject => $subjects[ $n % @subjects ], Requestor => 'user' . (1 + $n % 3) . '@ci.test',
        SLA => 'Standard', Priority => 10 * (1 + $n % 6), MIMEObj => text("Bonjour,\n\n$subjects[$n % @subjects] depuis ce matin.\n"));
    done($id, $why);
    my %fields = (ClientRef => "seed-$id", Impact => $impacts[ $n % 3 ], Urgence => $urgency[ ($n / 3) % 3 ]);
    done($ticket->AddCustomFieldValue(Field => $_, Value => $fields{$_})) for sort keys %fields;
    my $status = $statuses[ $n % @statuses ];
    return if $status eq 'new';
    my $name = $level == 1 ? 'tech1' : 'tech2';
    my $work = RT::Ticket->new(as($name));
    $work->Load($id);
    done($work->SetOwner($name));
    done($work->Comment(MIMEObj => text("Vérifié à distance : rien d’anormal.\n")));
    done($work->Correspond(MIMEObj => text("Bonjour, nous avons pris en charge votre demande.\n")));
    $work->Status eq $status or done($work->SetStatus($status));
}

# copied adds copies of rows: all columns as they are, but for those that are given as SQL.
sub copied ($table, $where, %set) {
    my @columns = map { $_->[1] } $db->selectall_array("PRAGMA table_info($table)");
    my $values  = join ', ', map { $set{$_} // $_ } @columns;
    $db->do("INSERT INTO $table (" . join(', ', @columns) . ") SELECT $values FROM $table WHERE $where");
}

# double copies the tickets with an id from $from to $to, with all that belongs to them. Each table's ids are moved by as
# much as makes them new.
sub double ($from, $to) {
    my %by = map { $_ => $db->selectrow_array("SELECT max(id) FROM $_") }
        qw(Tickets Principals GroupMembers CachedGroupMembers Transactions Attachments ObjectCustomFieldValues);
    $by{Tickets} -= $from - 1;
    my $tickets = "BETWEEN $from AND $to";
    my $roles   = "SELECT id FROM Groups WHERE Domain = 'RT::Ticket-Role' AND Instance $tickets";
    my $said    = "SELECT id FROM Transactions WHERE ObjectType = 'RT::Ticket' AND ObjectId $tickets";
    my ($ref)   = $db->selectrow_array("SELECT id FROM CustomFields WHERE Name = 'ClientRef'");

    # From the leaves to the root, so that no condition meets a copy.
    copied('Attachments', "TransactionId IN ($said)", id => "id + $by{Attachments}",
        TransactionId => "TransactionId + $by{Transactions}", Parent => "iif(Parent = 0, 0, Parent + $by{Attachments})");
    copied('Transactions', "id IN ($said)", id => "id + $by{Transactions}", ObjectId => "ObjectId + $by{Tickets}");
    copied('GroupMembers', "GroupId IN ($roles)", id => "id + $by{GroupMembers}", GroupId => "GroupId + $by{Principals}");
    copied('CachedGroupMembers', "GroupId IN ($roles)", id => "id + $by{CachedGroupMembers}",
        GroupId => "GroupId + $by{Principals}", ImmediateParentId => "ImmediateParentId + $by{Principals}",
        Via => "Via + $by{CachedGroupMembers}", MemberId => "iif(MemberId = GroupId, MemberId + $by{Principals}, MemberId)");
    copied('Principals', "id IN ($roles)", id => "id + $by{Principals}");
    copied('Groups', "id IN ($roles)", id => "id + $by{Principals}", Instance => "Instance + $by{Tickets}");
    copied('ObjectCustomFieldValues', "ObjectType = 'RT::Ticket' AND ObjectId $tickets", id => "id + $by{ObjectCustomFieldValues}",
        ObjectId => "ObjectId + $by{Tickets}",
        Content  => "iif(CustomField = $ref, 'seed-' || (ObjectId + $by{Tickets}), Content)");
    copied('Tickets', "id $tickets", id => "id + $by{Tickets}", EffectiveId => "EffectiveId + $by{Tickets}",
        Subject => "Subject || ' - poste ' || (id + $by{Tickets})");
}

# spread dates the copies back over four months, the most of them lately. It keeps the order of what was said.
sub spread ($from) {
    my $age     = "(3600 + (id * 7919 % 10000) * (id * 7919 % 10000) * 86400 / 100000000 * 120)";
    my $created = "datetime(Created, '-' || $age || ' seconds')";
    my $updated = "datetime(LastUpdated, '-' || ($age / 2) || ' seconds')";
    $db->do("UPDATE Tickets SET Created = $created, LastUpdated = $updated, Due = datetime($created, '+2 days'),
        Resolved = iif(Resolved > '1971-01-01', $updated, Resolved) WHERE id > ?", undef, $from);
    $db->do("UPDATE Transactions SET Created = (SELECT iif(Transactions.Type = 'Create', t.Created, t.LastUpdated)
        FROM Tickets t WHERE t.id = Transactions.ObjectId) WHERE ObjectType = 'RT::Ticket' AND ObjectId > ?", undef, $from);
}

sub number { return $db->selectrow_array('SELECT count(*), min(id), max(id) FROM Tickets') }

my ($have) = number();
for (; $have < $count && $have < MODELS; $have++) { model($have) }
my (undef, undef, $last) = number();
$RT::Handle->BeginTransaction;
while ($have < $count) {
    my (undef, $from, $to) = number();
    double($from, $count - $have < $to - $from + 1 ? $from + $count - $have - 1 : $to);
    ($have) = number();
}
spread($last);
$RT::Handle->Commit;
$db->do('ANALYZE');
