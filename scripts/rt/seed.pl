#!/usr/bin/perl
# Fills Request Tracker with what the tests expect: queues, people, rights, fields, articles. A second run adds only what
# is missing. scripts/rt.sh runs it.
#
#   seed.pl [--guard FILE]    with the scrip that merges duplicates, whose code is in FILE
use v5.36;
use utf8;
use open qw(:std :encoding(UTF-8));
use lib '/usr/local/share/request-tracker5/lib', '/usr/share/request-tracker5/lib';
use Getopt::Long;
use RT;

GetOptions('guard=s' => \my $guard) or exit 2;
RT->LoadConfig;
RT->Config->Set(MailCommand => sub { 1 });
RT->Init;

# done checks the answer of a method of RT: a true value and a text about it.
sub done ($value, $why = 'no reason given', @) { $value or die "seed: $why\n" }

# named loads something of RT by its name, and makes it if it is not there.
sub named ($class, $name, %make) {
    my $thing = $class->new(RT->SystemUser);
    $thing->Load($name);
    done($thing->Create(Name => $name, %make)) unless $thing->Id;
    return $thing;
}

sub group ($name) {
    my $group = RT::Group->new(RT->SystemUser);
    $group->LoadUserDefinedGroup($name);
    done($group->CreateUserDefinedGroup(Name => $name)) unless $group->Id;
    return $group;
}

sub person ($name, $real, $zone, @groups) {
    my $person = named('RT::User', $name,
        RealName => $real, EmailAddress => "$name\@ci.test", Password => "$name-pw-ci", Privileged => 0, Lang => 'fr', Timezone => $zone);
    $_->HasMember($person->PrincipalObj) or done($_->AddMember($person->PrincipalId)) for @groups;
    return $person;
}

# field loads a custom field of tickets, transactions or articles, makes it if needed, and adds it to objects. It takes at
# most so many values, 0 for any number, out of the choices if there are any.
sub field ($of, $name, $most, $choices, @objects) {
    my $type  = $of->CustomFieldLookupType;
    my $field = RT::CustomField->new(RT->SystemUser);
    $field->LoadByName(Name => $name, LookupType => $type);
    if (!$field->Id) {
        done($field->Create(Name => $name, LookupType => $type, Type => @$choices ? 'Select' : 'Freeform', MaxValues => $most));
        my $order = 0;
        done($field->AddValue(Name => $_, SortOrder => ++$order)) for @$choices;
    }
    $field->IsAdded($_->Id) or done($field->AddToObject($_)) for @objects;
    return $field;
}

sub grant ($who, $object, @rights) {
    my $principal = $who->PrincipalObj;
    for my $right (@rights) {
        next if $principal->HasRight(Right => $right, Object => $object, EquivObjects => []);
        done($principal->GrantRight(Right => $right, Object => $object));
    }
}

sub article ($class, $content, $words, $name, $summary, $keywords, $body) {
    my $article = RT::Article->new(RT->SystemUser);
    $article->LoadByCols(Name => $name, Class => $class->Id);
    return if $article->Id;
    done($article->Create(Name => $name, Summary => $summary, Class => $class->Id,
        'CustomField-' . $content->Id => $body, 'CustomField-' . $words->Id => $keywords));
}

# ---- queues -----------------------------------------------------------------------------------------------------------

my @levels = map {
    named('RT::Queue', "Niveau $_",
        Description => "Support de niveau $_", Lifecycle => 'support', SortOrder => $_, SLADisabled => 0,
        CorrespondAddress => "niveau$_\@ci.test", CommentAddress => "niveau$_-note\@ci.test")
} 1 .. 3;
my $general = RT::Queue->new(RT->SystemUser);
$general->Load('General');    # comes with Request Tracker, with its own lifecycle and none of our fields

# ---- people -----------------------------------------------------------------------------------------------------------

# They live in several time zones on purpose; no zone is that of the server.
my $staff = group('Techniciens');
my ($one, $two, $three) = map { group("Niveau $_") } 1 .. 3;
my @staff = (
    person('tech1', 'Claire Martin',              '',    $staff, $one),
    person('tech2', 'Hugo Bernard',               'UTC', $staff, $two, $three),
    person('sync',  'Compte de synchronisation',  'UTC', $staff),
);
person('user1', 'Amélie Durand', '');
person('user2', 'Zoé Lefèvre', 'America/New_York');
my $user3 = person('user3', 'François Noël', '');    # may have rights of their own, and has those of a requester
for my $person (@staff, $user3) {
    $person->Privileged or done($person->SetPrivileged(1));
}

# ---- fields -----------------------------------------------------------------------------------------------------------

my @asked = (
    field('RT::Ticket', 'ClientRef', 1, [], @levels),
    field('RT::Ticket', 'Impact',    1, [ '1 - Entreprise', '2 - Service', '3 - Personne' ], @levels),
    field('RT::Ticket', 'Urgence',   1, [ '1 - Haute', '2 - Moyenne', '3 - Basse' ], @levels),
    field('RT::Ticket', 'Reference', 1, [], @levels),
);
my $mark = field('RT::Transaction', 'MsgRef', 1, [], @levels);

my $class   = named('RT::Class', 'Base de connaissances');
my $content = field('RT::Article', 'Content', 1, []);    # comes with Request Tracker, for all classes
my $words   = field('RT::Article', 'MotsCles', 0, [], $class);
$class->IsApplied(0) or done($class->AddToObject(RT::Queue->new(RT->SystemUser)));    # no queue: all of them

# ---- rights -----------------------------------------------------------------------------------------------------------

grant($staff, $RT::System, qw(SeeCustomField SeeGroup ManageAuthTokens));
grant($staff, $_, qw(SeeQueue ShowTicket CreateTicket ReplyToTicket CommentOnTicket ShowTicketComments ModifyTicket
    OwnTicket TakeTicket StealTicket ReassignTicket ModifyCustomField SetInitialCustomField)) for @levels, $general;
grant($staff, $class, qw(SeeClass ShowArticle ShowArticleHistory CreateArticle ModifyArticle SeeCustomField ModifyCustomField));

my $unprivileged = RT::Group->new(RT->SystemUser);
$unprivileged->LoadSystemInternalGroup('Unprivileged');
for my $asker ($unprivileged, $user3) {
    grant($asker, $levels[0], qw(CreateTicket SetInitialCustomField));
    grant($asker, $_, 'SeeQueue') for @levels;
    grant($asker, $_, 'SeeCustomField') for @asked, $mark, $content, $words;
    grant($asker, $mark, 'ModifyCustomField');
    grant($asker, $class, qw(SeeClass ShowArticle SeeCustomField));
}
my $requestor = RT::Group->new(RT->SystemUser);
$requestor->LoadRoleGroup(Object => $RT::System, Name => 'Requestor');
grant($requestor, $RT::System, qw(ShowTicket ReplyToTicket SeeCustomField));

# ---- articles ---------------------------------------------------------------------------------------------------------

article($class, $content, $words, @$_) for (
    [ 'Imprimante hors ligne', 'L’imprimante ne répond plus', [ 'imprimante', 'impression' ],
        "1. Vérifier que l’imprimante est allumée.\n2. Supprimer la file d’impression.\n3. Redémarrer le spouleur.\n" ],
    [ 'Connexion au VPN impossible', 'Erreur 809 ou connexion refusée', 'vpn',
        "1. Vérifier l’heure du poste.\n2. Relancer le client VPN.\n3. Essayer depuis un autre réseau.\n" ],
    [ 'Réinitialiser son mot de passe', 'Mot de passe oublié ou expiré', 'mot de passe',
        "1. Ouvrir le portail des mots de passe.\n2. Répondre aux questions.\n3. Choisir un nouveau mot de passe.\n" ],
    [ 'Écran noir au démarrage', 'L’écran reste noir', 'écran',
        "1. Débrancher les périphériques.\n2. Maintenir le bouton trente secondes.\n3. Redémarrer.\n" ],
    [ 'Espace disque insuffisant', 'Le disque est plein', 'disque',
        "1. Vider la corbeille.\n2. Supprimer les fichiers temporaires.\n3. Demander une extension.\n" ],
    [ 'Restaurer un fichier supprimé', 'Les versions précédentes sont gardées trente jours', 'fichier',
        "1. Ouvrir les propriétés du dossier.\n2. Choisir une version précédente.\n3. Restaurer le fichier.\n" ],
    [ 'Wi-Fi instable', 'La connexion se coupe', 'wifi',
        "1. Oublier le réseau.\n2. S’y connecter de nouveau.\n3. Se rapprocher d’une borne.\n" ],
    [ 'Visioconférence sans son', 'Personne ne vous entend', 'visio',
        "1. Choisir le bon micro.\n2. Faire un appel d’essai.\n3. Vérifier le bouton du casque.\n" ],
    [ 'Signaler un courriel suspect', 'Hameçonnage', 'sécurité',
        "1. Ne cliquer sur rien.\n2. Transférer le message à l’équipe de sécurité.\n3. Le supprimer.\n" ],
    [ 'Lenteur du poste', 'L’ordinateur rame', 'lenteur',
        "1. Redémarrer le poste.\n2. Fermer les programmes inutiles.\n3. Installer les mises à jour.\n" ],
);

# ---- the guard against duplicates --------------------------------------------------------------------------------------

if (defined $guard) {
    open my $file, '<', $guard or die "seed: $guard: $!\n";
    my $code  = do { local $/; <$file> };
    my $scrip = RT::Scrip->new(RT->SystemUser);
    $scrip->LoadByCols(Description => 'Relais: no duplicates');
    $scrip->Id or done($scrip->Create(
        Queue => 0, Description => 'Relais: no duplicates', Stage => 'TransactionBatch', Template => 'Blank',
        ScripCondition => 'On Create', ScripAction => 'User Defined', CustomPrepareCode => 'return 1;', CustomCommitCode => $code));
}
