# How the Request Tracker of scripts/rt.sh is set up. Everything it writes is below $RT_HOME; nothing of /etc is read.
use utf8;

my $home = $ENV{RT_HOME} or die "RT_HOME is not set\n";
my $port = $ENV{RT_PORT} or die "RT_PORT is not set\n";

$RT::VarPath         = "$home/var";
$RT::MasonDataDir    = "$home/var/mason";
$RT::MasonSessionDir = "$home/var/sessions";

Set($rtname,       'ci.test');
Set($Organization, 'ci.test');
Set($WebDomain,    '127.0.0.1');
Set($WebPort,      $port);
Set($WebPath,      '');
Set($WebBaseURL,   "http://127.0.0.1:$port");

Set($DatabaseType,     'SQLite');
Set($DatabaseName,     $ENV{RT_DATABASE} || "$home/db/rt.sqlite");
Set($DatabaseHost,     '');
Set($DatabaseUser,     '');
Set($DatabasePassword, '');

# Mail is written to var/*.mbox and never leaves.
Set($MailCommand,       'mbox');
Set($CorrespondAddress, 'support@ci.test');
Set($CommentAddress,    'support-note@ci.test');

Set($LogToSyslog,   undef);
Set($LogToSTDERR,   'error');
Set($HTMLFormatter, 'core');
Set($Timezone,      'Europe/Paris');    # not UTC, so that a client that mixes zones up is found out
Set($BcryptCost,    6);                 # passwords are checked on every request: the usual 12 takes 0.3 s each time

Set(%Lifecycles,
    support => {
        type     => 'ticket',
        initial  => ['new'],
        active   => [qw(open pending planned)],
        inactive => [qw(resolved closed-unresolved deleted)],
        defaults => {
            on_create        => 'new',
            on_merge         => 'resolved',
            approved         => 'open',
            denied           => 'closed-unresolved',
            reminder_on_open => 'open',
            reminder_on_resolve => 'resolved',
        },
        transitions => {
            ''                  => [qw(new open resolved)],
            new                 => [qw(open pending planned resolved closed-unresolved deleted)],
            open                => [qw(pending planned resolved closed-unresolved deleted)],
            pending             => [qw(open planned resolved closed-unresolved deleted)],
            planned             => [qw(open pending resolved closed-unresolved deleted)],
            resolved            => [qw(open)],
            'closed-unresolved' => [qw(open)],
            deleted             => [qw(open)],
        },
        rights  => { '* -> deleted' => 'DeleteTicket', '* -> *' => 'ModifyTicket' },
        actions => [
            'new -> open'   => { label => 'Open',    update => 'Respond' },
            '* -> resolved' => { label => 'Resolve', update => 'Comment' },
        ],
    },
    __maps__ => {
        'default -> support' => {
            new => 'new', open => 'open', stalled => 'pending',
            resolved => 'resolved', rejected => 'closed-unresolved', deleted => 'deleted',
        },
        'support -> default' => {
            new => 'new', open => 'open', pending => 'stalled', planned => 'stalled',
            resolved => 'resolved', 'closed-unresolved' => 'rejected', deleted => 'deleted',
        },
    },
);

Set(%ServiceAgreements,
    Default => 'Standard',
    Levels  => {
        Critique => { StartImmediately => 1, Response => { RealMinutes => 60 }, Resolve => { RealMinutes => 240 } },
        Standard => { Response => { BusinessMinutes => 240 }, Resolve => { BusinessMinutes => 960 } },
    },
);
Set(%ServiceBusinessHours, Default => { map { $_ => { Name => $_, Start => '8:00', End => '18:00' } } 1 .. 5 });

1;
