"""What the columns of contact tables are called, by what they are for: one page, to be added to.

Words are written as they are compared: lower case, without accents, points, numbers, brackets and small words (of, de,
du, la, the, and). Sources: headers that Google Contacts (to 2024 and since), Outlook (English, French, German, Spanish,
Italian, Portuguese), Thunderbird, Roundcube, Yahoo, Zimbra, GMX, HubSpot, Pipedrive, Salesforce, Zoho, Mailchimp,
Eventbrite, Meetup and HelloAsso write, and what associations call the columns of their own lists.
"""

from __future__ import annotations


def _set(words: str, mark: str = " ") -> frozenset[str]:
    return frozenset(words.split(mark))


#: Column names by role, those first that say it best: of two columns for one thing the better name has it, and the
#: other one goes to the note. A label after a colon belongs to all names of the line.
ROLES: dict[str, str] = {
    "name": "full name|display name|nom complet|nom afficher|nom affichage|nom prenom|prenom nom|anzeigename"
    "|angezeigter name|vollstandiger name|vorname nachname|nachname vorname|name vorname|nombre completo"
    "|nombre mostrar|nombre apellidos|nome completo|nome visualizzato|nome exibicao|nome cognome|cognome nome"
    "|nominativo|contact name|nom contact|fn|formatted name|first last name|last first name|name surname"
    "|surname name|first name last name|last name first name|name kontakt|naam|nombre mostrado|nombre para mostrar"
    "|anzeige name|nome apresentar|name original name|user name original name|apellidos nombres|apellidos nombre"
    "|apellido nombre|nombres apellidos|nombre apellido"
    "|nom prenoms|noms prenoms|vor nachname|vorname name",
    "given": "first name|given name|prenom|vorname|forename|first|given|fname|prenoms|prenom usuel|prenom usage"
    "|rufname|nombre pila|primer nombre|primeiro nome|primo nome|nome proprio|voornaam|legal first name|given names"
    "|first names|vornamen|nombres alumno",
    "family": "last name|family name|surname|nom famille|nachname|last|family|lname|familienname|apellidos|apellido"
    "|primer apellido|cognome|sobrenome|ultimo nome|achternaam|patronyme|zuname|nom usage|nom usuel|sur name"
    "|apellido paterno",
    "additional": "middle name|middle|additional name|deuxieme prenom|second prenom|autres prenoms|second name"
    "|secondo nome|segundo nombre|nome meio|zweiter vorname|weitere vornamen|middle names|middle initial"
    "|segundo nome|othername|other names|zwischenname|additional names",
    "family_more": "segundo apellido|apellido materno|second last name|second surname|second family name",
    "prefix": "name prefix|prefix|prefixe|salutation|honorific prefix|honorific|civilite|titre civilite|anrede"
    "|akademischer titel|academic title|courtesy title|prefijo|prefisso|prefixo|tratamiento|trattamento|appellativo"
    "|tratamento|mr mrs|m mme|individual prefix|akad grad|akademischer grad",
    "suffix": "name suffix|suffix|suffixe|namenszusatz|sufijo|suffisso|sufixo|honorific suffix|individual suffix",
    "file_as": "file as|classer sous|speichern unter|enregistrer sous|guardar como|archiviare come|archivia come",
    "nickname": "nickname|nick name|short name|surnom|spitzname|apodo|alias|soprannome|pseudo|pseudonyme|sobriquet"
    "|diminutif|nick|alcunha|preferred name|preferred first name|known as|goes by|chosen name|call name|badge name"
    "|name badge|nome social"
    "|name tag",
    "maiden": "maiden name|nom jeune fille|nom naissance|geburtsname|madchenname|nombre soltera|cognome nubile"
    "|nome solteira|nee|birth name|previous name",
    "other_name": "nom marital|nom epouse|nom epoux|married name|stage name|nom artiste",
    "phonetic": "phonetic first name|phonetic middle name|phonetic last name|yomi name|given name yomi"
    "|additional name yomi|family name yomi|phonetic given name|phonetic family name|phonetic name|prenom phonetique"
    "|nom phonetique|phonetic display name|given yomi|surname yomi|apellido yomi|yomi especificada|family yomi",
    "org": "company|company name|organization|organisation|organization name|organisation name|societe|entreprise"
    "|employer|nom societe|nom entreprise|raison sociale|firma|firmenname|unternehmen|empresa|organizacion"
    "|organizacao|azienda|societa|account name|associated company|primary associated company|organisme|structure"
    "|employeur|arbeitgeber|compania|ditta|business name|current company|nom organisation|nom organisme"
    "|nom structure|etablissement|affiliation|org|bedrijf|institution|company organization|organization company"
    "|nome azienda|nombre empresa|nome empresa|co|entreprise organisation|societe organisation"
    "|entreprise association|association|verein|organisation firma|denomination|organizzazione|entreprise actuelle"
    "|societe actuelle|current employer|aktueller arbeitgeber|company organisation|organisation company"
    "|affiliation institution|affiliation organization|agency|agence|agentur|agencia|ente|institut|laboratoire"
    "|entite|tiers|compagnie|institute|place employment|place work|workplace|work place|employer name|name employer"
    "|nom employeur"
    "|institucion|instituicao|istituzione|empresa institucion|company organisation name",
    "title": "job title|organization title|intitule poste|title job|position|poste|fonction|emploi|jobtitle"
    "|stellenbezeichnung|berufsbezeichnung|puesto|qualifica|cargo|job|role|function|funktion|profession|occupation"
    "|metier|beruf|posizione|mansione|professione|profesion|profissao|titulo profissional|position title"
    "|current position|poste occupe|qualite|fonction occupee|puesto trabajo|job position|title position|job role"
    "|rolle|ruolo|funzione|funcion|funcao|mandat|arbeitstitel|titolo lavoro|fonction actuelle|poste actuel"
    "|titre fonction|job position title|poste fonction|designation|cargo actual|puesto actual|cargo atual",
    "team": "department|organization department|service|departement|abteilung|departamento|reparto|division|direction"
    "|team|equipe|pole|dipartimento|business unit|direction service|service direction|dept|dept name",
    "site": "office location|organization location|work location|localisation bureau|burostandort|lieu travail"
    "|campus|ubicazione ufficio|office name|raum",
    "org_kind": "organization label|organization type",
    "school": "school|university|universite|ecole|college|hochschule|universitat|formation etablissement|universidad"
    "|scuola|schools",
    "headline": "headline|accroche|tagline",
    "email": "email|email address|mail|email value|adresse email|adresse mail|adresse messagerie|courriel"
    "|mail address|emailadresse|adresse electronique|courrier electronique|adresse courriel"
    "|adresse courrier electronique|mel|messagerie|email adresse|mailadresse|correo electronico|correo"
    "|direccion correo electronico|direccion electronica|direccion email|indirizzo email|indirizzo posta elettronica"
    "|posta elettronica|endereco email|endereco correio eletronico|correio eletronico|endereco eletronico|emails"
    "|mails|email contact|contact email|email id|adresses email|internet address|email add|proxy addresses"
    "|endereco correio electronico|correio electronico|email contacto|user email|email address primary|mail id"
    "|mail ids",
    "email:pec": "pec|indirizzo pec",
    "phone": "phone|phone number|tel|telephone|telephone number|phone value|numero telephone|numero tel|num tel"
    "|telefon|telefonnummer|telefonnr|telephon|rufnummer|telefono|numero telefono|telefone|numero telefone|fon|ph"
    "|call|contact number|phones|telephones|tels|contact phone|phone numbers|tel number|num telephone|tel n"
    "|numeros telephone|contact no|contact nr|tel nr|telefone whatsapp|phone whatsapp",
    "phone:mobile": "mobiltelefon|mobilnummer|handynummer|sms|iphone|mobiltel|cellphone|numero portable|numero mobile"
    "|portables|whatsapp number|cellphone number",
    "phone:home": "tel p|telefon p|tel priv",
    "phone:work": "tel g|telefon g|tel gesch",
    "phone:pager": "buscapersonas|numero buscapersonas",
    "address:home": "domicilio particular|direccion casa|house address|residential address|residence address"
    "|permanent address",
    "phone:fax": "faxnummer|telefaxnummer|fax number|numero fax",
    "phone:whatsapp": "whatsapp",
    "phone:assistant": "assistant phone|asst phone|telephone assistant|telefon assistent|telefono asistente"
    "|telefono ayudante|tel assistente|telefono assistente|telefone assistente|assistant phone number",
    "phone:main": "haupttelefon|hauptnummer",
    "phone:car": "autotelefon|telefono coche|telefono auto|telefone carro",
    "phone:company": "company main phone|telephone societe|telefon firma|telefono compania|tel societa"
    "|telefone principal empresa|standard telephonique|switchboard|ligne standard|numero centralita organizacion"
    "|telefono principale societa|telefon zentrale",
    "phone:callback": "callback|rappel|ruckmeldung|devolucion llamada|richiamata|retorno chamada|richiamata automatica"
    "|numero rappel",
    "phone:isdn": "isdn|rnis|rdsi",
    "phone:telex": "telex|telex number",
    "phone:tty": "tty tdd phone|tty tdd|ttytdd|texttelefon|tty phone|telephone tty tdd|telescripteur"
    "|telefon fur horbehinderte|telephone tdd tty|numero teletipo|telefono tty tdd",
    "phone:radio": "radio phone|radiotelephone|mobilfunk|radiotelefono|radiotelefone|radio telephone",
    "url": "website|web site|site web|site internet|web page|page web|webpage|url|website value|webseite|pagina web"
    "|pagina internet|sitio web|sito web|sito|web|internet|web address|adresse web|profile url|website url"
    "|url member profile|internetseite|internetadresse|lien|link|liens|links|adresse site|url site"
    "|personal website url",
    "url:home page": "home page|homepage|page personnelle|website home page|page accueil",
    "url:blog": "blog|website blog|blog url|blog feed",
    "url:profile": "website profile|profil|profile|public profile url",
    "url:linkedin": "linkedin|linkedin url|linkedin profile|profil linkedin|linkedin profile url|url linkedin"
    "|linkedin bio|lien linkedin|person linkedin url|url profil linkedin|linkedin link|linkedin member url",
    "url:twitter": "twitter|twitter handle|twitter url|twitter username|compte twitter|x twitter|twitter x|x handle",
    "url:facebook": "facebook|facebook url|facebook profile|profil facebook",
    "url:instagram": "instagram|instagram handle|instagram url",
    "url:github": "github|github url|github username",
    "url:xing": "xing|xing url|xing profil|xing profile",
    "url:viadeo": "viadeo|profil viadeo",
    "url:mastodon": "mastodon",
    "url:youtube": "youtube",
    "url:calendar": "calendar url|calendar|internet free busy|internet frei gebucht|disponibilite internet"
    "|disponibilita internet",
    "im": "im|im address|instant messaging|instant messenger|instant messengers|messagerie instantanee|im value"
    "|messenger|messenger id|instant messaging address|chat|im handle|nome instant messenger|messenger name|imaddress"
    "|impp|adresses messagerie instantanee|adresse messagerie instantanee",
    "im:skype": "skype|skype id|im skype|skype name|identifiant skype",
    "im:icq": "icq|im icq|icq id",
    "im:aim": "aim|im aim|aim id|screen name|pseudo aim|nom ecran|aim name|pseudonyme aim|nombre pantalla"
    "|nome sullo schermo",
    "im:msn": "msn|im msn|msn id|windows live id",
    "im:jabber": "jabber|im jabber|xmpp|jabber id",
    "im:yahoo": "yahoo|im yahoo|yahoo id|yahoo phone|yahoo messenger",
    "im:gtalk": "google talk|gtalk|im gtalk|google chat|google id",
    "im:qq": "qq|im qq",
    "im:irc": "irc",
    "im:telegram": "telegram|compte telegram|telegram username|telegram handle|telegram id",
    "im:signal": "signal",
    "im:threema": "threema",
    "im:wechat": "wechat|weixin",
    "im:discord": "discord|discord username|discord handle|discord tag|discord id",
    "im:slack": "slack|slack handle|slack username|slack id",
    "im:matrix": "matrix",
    "address": "address|adresse|adresse postale|anschrift|direccion|indirizzo|endereco|mailing address|postal address"
    "|full address|address formatted|adresse complete|location address|adresse physique|postadresse|direccion postal"
    "|indirizzo postale|adres|adresse courrier|addresse|formatted address|address details|endereco postal",
    "street": "street|street address|rue|strasse|calle|via|rua|address street|address line|adresse ligne|voie"
    "|strasse hausnummer|strasse nr|strasse hausnr|adr|street name|rua endereco|hausnummer strasse|logradouro"
    "|mailing street|adresse rue|addr|mailing address street",
    "house_number": "hausnummer|house number|hausnr|haus nr|huisnummer|husnummer|numer domu|nr domu|numero rue"
    "|numero voie",
    "city": "city|ville|town|ort|stadt|ciudad|citta|cidade|localite|commune|wohnort|localidad|municipio|town city"
    "|city town|lieu residence|locality|poblacion|localita|suburb|comuna|cidade endereco|city name|cp ville"
    "|code postal ville|cp et ville|plz ort|plz wohnort|cap citta|zip city|city state|cp localite|cp poblacion"
    "|comune|cidade uf|city country|ville pays",
    "region": "state|province|region|state province|dep region|county|etat|bundesland|kanton|canton|estado|provincia"
    "|state region|estado provincia|provincia estado|comunidad autonoma|prov|state county|departement region|regione"
    "|bundesland kanton|state or province|etat province|province etat|estado endereco|pays etat|uf|etat region"
    "|distrito|state name|departement canton",
    "postal_code": "postal code|zip|zip code|zipcode|postcode|post code|code postal|cp|plz|postleitzahl|codigo postal"
    "|cap|codice postale|cep|zip postal code|postal zip code|npa|c p|zip postcode|cod postal|c a p|code poste"
    "|cep endereco|pin code|pincode|pin",
    "country": "country|pays|land|pais|paese|country region|pays region|land region|pais region"
    "|paese area geografica|nation|nazione|country name|pais endereco|region pays|pais regiao|paese regione"
    "|country region name",
    "po_box": "po box|p o box|boite postale|bp|b p|postfach|apartado|apartado correos|casella postale|caixa postal"
    "|postbox|post office box",
    "extended": "extended address|complement adresse|adresszusatz|complement|address complement|appartement|apartment"
    "|apt|suite|batiment|unit|zusatz|address extended|complemento|bairro|colonia|quartier",
    "birthday": "birthday|birth date|date birth|birthdate|dob|date naissance|geburtstag|geburtsdatum"
    "|fecha nacimiento|cumpleanos|compleanno|data nascita|data nascimento|anniversaire|date anniversaire|bday"
    "|nascimento|naissance|nato il|geb datum|fecha cumpleanos|nascita|jour naissance complet|ne|geb|geb am|geboren"
    "|geboren am|ddn|date naiss|date nais|data nasc|dt nasc|dt nascimento|dnaiss|f nacimiento|fecha nac|nacimiento"
    "|geb dat|data ur",
    "birth_year": "birth year|annee naissance|geburtsjahr|ano nacimiento|anno nascita|ano nascimento|annee|jahr"
    "|year birth|birthday year",
    "birth_month": "birth month|mois naissance|geburtsmonat|mes nacimiento|mese nascita|mes nascimento|mois|monat|mese"
    "|month birth|birthday month",
    "birth_day": "birth day|jour naissance|tag geburt|dia nacimiento|giorno nascita|dia nascimento|jour|giorno|dia"
    "|birthday day",
    "event": "event|event value|event date|evenement|ereignis|evento",
    "event:anniversary": "anniversary|anniversaire mariage ou fete|anniversaire mariage|wedding anniversary|wedding"
    "|hochzeitstag|jahrestag|anniversario|aniversario boda|date mariage|wedding date|anniversario matrimonio|bodas|doa"
    "|date anniversary",
    "met_on": "met on|met|first met|rencontre le|date rencontre|first met on|date met|kennengelernt am|met date",
    "met_via": "met via|met through|rencontre par|rencontre via|how we met|comment rencontre|kennengelernt durch"
    "|met at|rencontre chez|lieu rencontre|where we met|comment on est rencontres",
    "note": "notes|note|notizen|notas|remarque|remarques|commentaire|commentaires|comments|comment|description"
    "|bemerkung|bemerkungen|notiz|anmerkungen|anmerkung|observations|observation|observaciones|observacoes|memo"
    "|annotazioni|anotacoes|about|bio|biography|about me|infos|informations|informations complementaires|kommentar"
    "|note personali|summary|kommentare|additional notes|note privee|note publique|private note|private notes"
    "|internal notes",
    "tag": "categories|category|categorie|kategorien|kategorie|categorias|categoria|labels|tags|tag|etiquettes"
    "|etiquette|libelles|group membership|groups|group|groupe|groupes|gruppe|gruppen|grupo|grupos|gruppi|gruppo|lists"
    "|list|listes|liste|mots cles|keywords|distribution lists|list memberships|schlagworter|schlagworte|etiquetas"
    "|etichette|marcadores|circle|circles|label|stichworter|palabras clave|mot cle|parole chiave|contact groups"
    "|group memberships",
    "lang": "language|langue|sprache|idioma|lingua|preferred language|langue preferee",
    "spouse": "spouse|conjoint|conjointe|partenaire|ehepartner|ehegatte|conyuge|coniuge|conjuge|spouse name"
    "|nom conjoint|partner|husband wife|epoux|epouse|nome coniuge partner|nome coniuge|spouse partner name|name spouse"
    "|partner name",
    "manager": "manager name|manager|nom responsable|responsable|superieur|superieur hierarchique|vorgesetzter"
    "|name vorgesetzten|nombre director|director|nome responsabile|nome gerenciador|nome gerente|reports to"
    "|nom gestionnaire|nombre jefe|jefe|name des vorgesetzten|responsable hierarchique|gestionnaire|nome manager"
    "|name manager|line manager",
    "assistant": "assistant name|assistant|nom assistant|assistante|name assistent|assistent|nombre asistente"
    "|nombre ayudante|nome assistente|assistente|asistente",
    "child": "children|enfants|kinder|hijos|figli|filhos|child|enfant|children names|name children|names children",
    "referred-by": "referred by|recommande par|parrain|empfohlen von|referencia|introduced by|presente par|segnalato"
    "|indicado por|introduit par|parraine par|presentato",
    "relation": "relation|relation value|relationship|relationship value|related name|related people",
    "custom": "custom|custom field|custom field value|user|benutzer|utilisateur|usuario|utente|personnalise"
    "|champ personnalise|divers|benutzerdefiniert|champ|personalizado|usuario personalizado|custom value|freies feld"
    "|sonstiges feld|personalizzato|benutzerdef",
    "id": "uid|uuid|guid|contact id|record id|id|person id|user id|member id|identifiant|n adherent|numero adherent"
    "|customer id|external id|mitgliedsnummer|matricule|id contact|contact uid|numero membre|n membre|mitgliedsnr"
    "|mitglieds nr|mitglied nr|mitgliednr|n socio|no socio|numero socio|n tessera|numero tessera|n licence|licence n"
    "|numero licence|num adherent|no adherent|no membre|membership number|membership no|do not modify contact"
    "|object id|mitgl nr|kundennummer|numero client|nr legitymacji|roll no|roll number|enrollment no"
    "|enrollment number|registration no|registration number|employee number"
    "|employee no|emp id|emp no|staff id|staff no|matric no",
    "-": "password|password hash|passwd|pwd|hashed password|encrypted password|temporary password|mot passe|mdp"
    "|passwort|kennwort|contrasena|parola chiave|senha|wachtwoord|haslo",
    "raw": "gender|sexe|genre|geschlecht|sexo|sesso|initials|initiales|initialen|iniciales|iniziali|iniciais"
    "|sensitivity"
    "|critere diffusion|vertraulichkeit|sensibilite|caracter|riservatezza|confidencialidad|priority|priorite"
    "|prioritat|prioridad|priorita|prioridade|private|prive|privat|privado|mileage|kilometrage|reisekilometer"
    "|kilometraje|indennita trasferta|quilometragem|billing information|informations facturation"
    "|abrechnungsinformation|directory server|serveur annuaire|verzeichnisserver|servidor directorio|server elenchi"
    "|servidor diretorio|subject|account|compte|konto|cuenta|government id number|organizational id number|photo"
    "|photos|foto|picture|avatar|organization symbol|organization yomi name|organization phonetic name"
    "|type messagerie|type adresse messagerie|email display name|nom complet adresse messagerie|nom affichage email"
    "|email anzeigename|email angezeigter name|nombre mostrar correo electronico|nome visualizzato email"
    "|nome exibicao email|email nome exibicao|contact owner|owner|account owner|lead status|lifecycle stage"
    "|create date|created|created at|created date|created time|creation date|last modified|last modified date"
    "|modified time|updated at|update time|last activity|last activity date|original source|lead source|rev|prodid"
    "|version|organization code|optin time|optin ip|confirm time|confirm ip|last changed|leid|euid|member rating"
    "|gmtoff|dstoff|timezone|time zone|latitude|longitude|folder|kind|add time|created by|modified by|record status"
    "|hobby location|account name id|owner id|contact owner id|phonetic company name|company yomi|initial"
    "|date creation|date modification|organisationsnr|sozialversicherungsnr|code gouvernement"
    "|numero identification organisation|tipo posta elettronica|tipo correio electronico"
    "|nome apresentar correio electronico|tipo correio eletronico|nome visualizzato posta elettronica"
    "|tipo correo electronico|nombre pantalla correo electronico|facturacion|genero|dati fatturazione|cod fisc p iva"
    "|numero id organizzativo|server directory|privato|adresse messagerie complete|sex|ringtone|compania yomi"
    "|do not modify row checksum|do not modify modified on|last activity date gmt|create date gmt|added time"
    "|double opt in|blocklisted email|is deleted|created by id|password never expires|strong password required"
    "|modified by id|when created|block credential|usage location|licenses|user principal name|cc|mail client"
    "|sort name|legal name|image url|participant id upn|contact type|contact subtype",
}  # fmt: skip

#: Names that mean one thing or another, as the columns beside them or the values say: columns.py decides.
EITHER: dict[str, str] = {
    word: kind
    for kind, words in {
        "name?": "name nom nome nombre nombres nume jmeno имя ονομα ad isim ime meno име vardas vards",
        "title?": "title titre titel titulo titolo",
        "person?": "contact kontakt contacto contatto contato ansprechpartner person personne membre member attendee"
        " participant adherent invite guest teilnehmer",
        "number?": "numero num nr hnr",
        "place?": "location localisation place emplacement luogo",
        "apelido?": "apelido",
        "aniversario?": "aniversario",
    }.items()
    for word in words.split()
}

#: Words that tell which of several a column is about, by the label that they come out as.
LABELS: dict[str, str] = {
    "work": "work|business|bureau|professionnel|professionnelle|pro|prof|travail|office|geschaftlich|geschaeftlich"
    "|dienstlich|arbeit|gesch|buro|trabajo|trabalho|lavoro|ufficio|uff|comercial|profesional|profissional|laboral"
    "|professional|corporate|professionnels|dienst|bur|off|dienstl|entreprise pro|aziendale|institucional"
    "|institutionnel|institutionnelle|institutional|academic|universitaire|desk|corporativo|corporativa",
    "home": "home|personal|perso|personnel|personnelle|domicile|dom|prive|privee|maison|privat|private|casa|ab"
    "|abitazione|residencial|particular|pers|personale|personnels|privata|hogar|pessoal|residence|private perso"
    "|residenza|domicilio|residencia|res|household|priv",
    "other": "other|autre|otra|otro|outro|altro|altra|sonstige|sonstiges|weitere|weiterer|weiteres|andere|alternate"
    "|alternative|secondary|secondaire|alternatif|alt|otros|outra|second|deuxieme|additional|supplementaire|secondaria"
    "|recovery|backup|secondario|sekundare|secundario|secundaria",
    "main": "primary|main|principal|principale|haupt|principali|default|preferred|prefere|primaria|primare|primarer"
    "|primaire|premiere|erste",
    "mobile": "mobile|cell|cellular|portable|mobil|handy|gsm|movil|celular|cellulare|telemovel|natel|mob|port"
    "|smartphone",
    "landline": "fixe|landline|festnetz|fijo|fisso|fixo|festnetznummer",
    "fax": "fax|telecopie|telecopieur|telefax",
    "pager": "pager|recepteur|radiomessagerie|radiomessageur|piepser|localizador|cercapersone|bipeur|pagers",
    "car": "car|voiture|auto|carro|coche",
    "video": "video",
    "direct": "direct|directe|ligne directe|durchwahl|direto|diretto",
    "company": "company|societe|entreprise|firma|empresa|azienda|societa|organization|organisation",
    "emergency": "emergency|urgence|notfall|emergencia",
    "payer": "payer|payeur|acheteur|buyer|purchaser|billing|facturation",
    "parent": "parent|parents|eltern",
    "mother": "mother|mere|mutter|madre|mum|mom",
    "father": "father|pere|vater|padre|pai|dad",
}  # fmt: skip

#: Labels that make a number of a column which does not say so: `Fax (home)`.
OF_PHONES = frozenset({"mobile", "landline", "fax", "pager", "car"})

#: Words that say whom a table is about, not what a column is for: left out where the name is not known with them.
ABOUT = _set(
    "contact contacts person personne people attendee participant participante member membre adherent invite guest"
    " mitglied teilnehmer kontakt lead customer client kunde employee employe salarie collaborateur mitarbeiter socio"
    " candidat candidate benevole licencie inscrit eleve etudiant student schuler alumno aluno alumni delegate speaker"
    " general contacto contatto contato what is please enter quel quelle est cual es wie lautet ist qual e"
)

#: Last words of a numbered column, by what the column says of the value: `E-mail 1 - Type`.
PARTS: dict[str, str] = {
    word: part
    for part, words in {
        "value": "value valeur wert valor valore",
        "label": "type label libelle typ bezeichnung tipo etiquette",
        "service": "service protocol",
    }.items()
    for word in words.split()
}

#: Small words that carry no meaning between the others.
SMALL = _set(
    "of the de du des d la le les l di do da del della dello der den dem el los las et and und y o ou or oder your"
    " votre vos ihr ihre su tu seu il lo gli a an al obligatoire required requis facultatif optional s"
)

#: Names of columns that may only number the rows, as the values then say; one without a name may, too.
COUNTERS = _set(
    "|#|n|no|nr|num|number|numero|nummer|s no|sno|sr no|sr|sl no|sl|serial no|serial number|serial|row|row number"
    "|row id|line|line number|ligne|zeile|riga|fila|linha|index|unnamed|lfd nr|lfdnr|lfd|laufende nummer|n ordre"
    "|no ordre|numero ordre|ordre|orden|ord|n ord|lp|rank|rang|seq|sequence",
    "|",
)

#: Words that make a phone number of a column together with a label or each other: `Mobile number`, `Phone no.`
PHONES = _set("phone tel telephone telefon telefono telefone")
NUMBERS = PHONES | _set("number numero nummer nr num n no")

#: Words that only say that a part of a postal address follows: `Work Address City`.
OF_ADDRESSES = _set("address adresse mailing postal anschrift direccion indirizzo endereco shipping postale")

#: Words of names and dates in English: where a file proves nothing, a header in English says that the month is first.
ENGLISH = _set(
    "first last middle given family full display legal name names surname forename birthday birth date day of dob bday"
    " birthdate anniversary wedding event value year month contact person attendee member"
)
