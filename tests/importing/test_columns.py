"""Headers of address books: what each column is for."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netcli.importing.column_names import EITHER, ROLES
from netcli.importing.column_names_more import MORE_ROLES
from netcli.importing.columns import column_of, is_english, label_of, read_header, score, words_of
from netcli.text import fold, one_line

#: Columns of which nothing is made, by header: hobbies, and second words for a job.
WHOLE: dict[str, tuple[str, str]] = {
    "Outlook, German": (
        "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,"
        "Straße geschäftlich 2,Ort geschäftlich,Region geschäftlich,Postleitzahl geschäftlich,"
        "Land/Region geschäftlich,Straße privat,Ort privat,Bundesland/Kanton privat,Postleitzahl privat,"
        "Land/Region privat,Weitere Straße,Weiterer Ort,Weiteres/r Bundesland/Kanton,Weitere Postleitzahl,"
        "Weiteres/e Land/Region,Telefon Assistent,Fax geschäftlich,Telefon geschäftlich,"
        "Telefon geschäftlich 2,Rückmeldung,Autotelefon,Telefon Firma,Fax privat,Telefon (privat),"
        "Telefon (privat 2),ISDN,Mobiltelefon,Weiteres Fax,Weiteres Telefon,Pager,Haupttelefon,"
        "Mobiltelefon 2,Telefon für Hörbehinderte,Telex,Abrechnungsinformation,Assistent(in),Benutzer 1,"
        "Beruf,Büro,E-Mail-Adresse,E-Mail-Typ,E-Mail: Angezeigter Name,E-Mail 2: Adresse,E-Mail 2: Typ,"
        "E-Mail 2: Angezeigter Name,Empfohlen von,Geburtstag,Geschlecht,Hobby,Initialen,"
        "Internet Frei/Gebucht,Jahrestag,Kategorien,Kinder,Konto,Name des/r Vorgesetzten,Notizen,"
        "Organisationsnr.,Ort,Partner,Postfach geschäftlich,Postfach privat,Priorität,Privat,Reisekilometer,"
        "Sozialversicherungsnr.,Sprache,Stichwörter,Vertraulichkeit,Verzeichnisserver,Webseite,"
        "Weiteres Postfach",
        "Beruf,Hobby",
    ),
    "Outlook, French": (
        "Titre,Prénom,Deuxième prénom,Nom,Suffixe,Société,Service,Titre,Rue (bureau),Rue (bureau) 2,"
        "Dép/Région (autre),Téléphone de l'assistant(e),Rappel,Téléphone (voiture),Téléphone société,RNIS,"
        "Récepteur de radiomessagerie,Radio téléphone,Téléphone TDD/TTY,Télex,Adresse de messagerie,"
        "Type de messagerie,Nom complet de l'adresse de messagerie,Adresse de messagerie 2,"
        "Type de messagerie 2,Nom complet de l'adresse de messagerie 2,Anniversaire,"
        "Anniversaire de mariage ou fête,Autre boîte postale,B.P. professionnelle,Boîte postale du domicile,"
        "Bureau,Catégories,Code gouvernement,Compte,Conjoint(e),Critère de diffusion,Disponibilité Internet,"
        "Emplacement,Enfants,Informations facturation,Initiales,Kilométrage,Langue,Mots clés,"
        "Nom de l'assistant(e),Notes,Numéro d'identification de l'organisation,Page Web,Passe-temps,Priorité,"
        "Privé,Profession,Recommandé par,Responsable,Serveur d'annuaire,Sexe,Utilisateur 1,Utilisateur 4",
        "Passe-temps,Profession",
    ),
    "Outlook.com, Spanish": (
        "Title,Nombre,Segundo nombre,Apellidos,Organización,Puesto,Otro país o región,Otra calle 2,Profesión,"
        "E-mail Type,Apartado postal de la dirección del trabajo,Radioteléfono,Número de teletipo,"
        "Tipo de correo electrónico 2,Nombre de pantalla de correo electrónico 2,Código postal del trabajo,"
        "Otro teléfono,Particular,Teléfono del trabajo,Compañía Yomi,Otro código postal,"
        "Provincia o estado de trabajo,Usuario 2,Home Phone 2,Aficiones,"
        "Número de centralita de la organización,Hijos,Facturación,Página web,Género,"
        "Dirección del correo electrónico 3,Apellido Yomi,Nombre del director,Devolución de llamada,"
        "Teléfono principal,Otra provincia o estado,Yomi especificada,País o región del domicilio,"
        "Apartado postal de la dirección personal,Otro apartado postal,Confidencialidad,Kilometraje,Birthday",
        "Profesión,Aficiones",
    ),
    "Outlook, Italian": (
        "Titolo,Nome,Secondo nome,Cognome,Titolo straniero,Società,Reparto,Posizione,Via (uff.),Via (uff.) 2,"
        "Città (uff.),Provincia (uff.),CAP (uff.),Paese/area geografica (uff.),Via (ab.),Città (ab.),"
        "Altra via,Altra città,Altra provincia,Altro CAP,Altro paese/area geografica,Telefono assistente,"
        "Fax (uff.),Ufficio,Ufficio 2,Richiamata automatica,Telefono auto,Telefono principale società,"
        "Fax (ab.),Abitazione,Abitazione 2,ISDN,Cellulare,Altro fax,Altro telefono,Cercapersone,"
        "Telefono principale,Radiotelefono,Telefono TTY/TDD,Telex,Account,Altro indirizzo - Casella postale,"
        "Anniversario,Categorie,Cod. Fisc./P. IVA,Compleanno,Dati fatturazione,Disponibilità Internet,Figli,"
        "Hobby,Indennità trasferta,Indirizzo (ab.) - Casella postale,Indirizzo (uff.) - Casella postale,"
        "Iniziali,Lingua,Luogo,Nome assistente,Nome coniuge/partner,Nome manager,Notes,"
        "Numero ID organizzativo,Pagina Web,Parole chiave,Indirizzo posta elettronica,Tipo posta elettronica,"
        "Nome visualizzato posta elettronica,Indirizzo posta elettronica 2,Tipo posta elettronica 2,"
        "Nome visualizzato posta elettronica 2,Presentato da,Priorità,Privato,Professione,Riservatezza,"
        "Server di directory,Sesso,Ubicazione ufficio,Utente 1",
        "Titolo straniero,Hobby,Luogo,Professione",
    ),
    "Outlook.com": (
        "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,"
        "E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Mobile Phone,IMAddress,"
        "Company Yomi,Home Address,Home Street,Personal Web Page,Schools,Hobby,Location",
        "Hobby,Location",
    ),
    "Thunderbird, Italian": (
        "Nome,Cognome,Nome visualizzato,Soprannome,Email primaria,Email secondaria,Nome Instant Messenger,"
        "Telefono lavoro,Telefono casa,Numero fax,Numero cercapersone,Numero cellulare,Indirizzo di casa,"
        "Indirizzo di casa 2,Città di residenza,Provincia di residenza,CAP di residenza,Nazione di residenza,"
        "Indirizzo di lavoro,Città di lavoro,Provincia di lavoro,CAP di lavoro,Nazione di lavoro,Qualifica,"
        "Reparto,Organizzazione,Pagina web 1,Anno di nascita,Mese di nascita,Giorno di nascita,"
        "Personalizzato 1,Note",
        "",
    ),
    "Thunderbird, British": (
        "First Name,Last Name,Display Name,Home County,Home Post Code,Home Address2,Work Zip,Organisation",
        "",
    ),
    "Thunderbird, German": (
        "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,Sekundäre E-Mail-Adresse,"
        "Messenger-Name,Tel. dienstlich,Tel. privat,Fax-Nummer,Pager-Nummer,Mobil-Tel.-Nr.,Privat: Adresse,"
        "Privat: Adresse 2,Privat: Ort,Privat: Bundesland,Privat: PLZ,Privat: Land,Dienstlich: Adresse,"
        "Dienstlich: Ort,Dienstlich: PLZ,Arbeitstitel,Abteilung,Organisation,Webseite 1,Geburtsjahr,"
        "Geburtsmonat,Geburtstag,Benutzerdef. 1,Notizen",
        "",
    ),
    "Thunderbird, Spanish": (
        "Nombre,Apellidos,Nombre mostrado,Apodo,Correo electrónico principal,Correo electrónico secundario,"
        "Teléfono trabajo,Teléfono casa,Fax,Localizador,Móvil,Dirección particular,Ciudad particular,"
        "Provincia particular,Código postal particular,País particular,Cargo,Departamento,Organización,"
        "Página web 1,Año de nacimiento,Mes de nacimiento,Día de nacimiento,Personalizado 1,Notas",
        "",
    ),
    "Outlook, Dutch": (
        "Aanhef,Voornaam,Middelste naam,Achternaam,Achtervoegsel,Bedrijf,Afdeling,Functie,Straat (werkadres),"
        "Plaats (werkadres),Provincie (werkadres),Postcode (werkadres),Land (werkadres),Straat (huisadres),"
        "Plaats (huisadres),Ander adres straat,Telefoon assistent,Fax op werk,Telefoon op werk,"
        "Telefoon op werk 2,Terugbellen,Hoofdtelefoon bedrijf,Fax thuis,Telefoon thuis,Mobiele telefoon,"
        "Andere fax,Andere telefoon,Pager,Hoofdtelefoon,Radiotelefoon,Bijzondere datum,Categorieën,E-mailadres,"
        "E-mailtype,Weergavenaam voor e-mail,E-mailadres 2,Geslacht,Hobby,Initialen,Kinderen,Naam assistent,"
        "Naam manager,Naam partner,Notities,Prioriteit,Privé,Trefwoorden,Verjaardag,Voorgesteld door,Webpagina",
        "Hobby",
    ),
    "Outlook, Polish": (
        "Tytuł,Imię,Drugie imię,Nazwisko,Sufiks,Firma,Dział,Stanowisko,Adres służbowy - ulica,"
        "Adres służbowy - miejscowość,Adres służbowy - województwo,Adres służbowy - kod pocztowy,"
        "Adres służbowy - kraj,Adres domowy - ulica,Adres domowy - miejscowość,Telefon asystenta,"
        "Faks służbowy,Telefon służbowy,Faks domowy,Telefon domowy,Telefon komórkowy,Inny telefon,Urodziny,"
        "Rocznica,Adres e-mail,Typ e-mail,Nazwa wyświetlana e-mail,Adres e-mail 2,Kategorie,Notatki,"
        "Strona sieci Web,Współmałżonek,Płeć,Hobby",
        "Hobby",
    ),
    "Thunderbird, Dutch": (
        "Voornaam,Achternaam,Weergavenaam,Bijnaam,Primair e-mailadres,Secundair e-mailadres,Schermnaam,"
        "Telefoon werk,Telefoon thuis,Faxnummer,Piepernummer,Mobiel nummer,Adres thuis,Plaats thuis,"
        "Provincie thuis,Postcode thuis,Land thuis,Adres werk,Plaats werk,Functie,Afdeling,Organisatie,"
        "Webpagina 1,Geboortejaar,Geboortemaand,Geboortedag,Aangepast 1,Notities",
        "",
    ),
    "Salesforce, exported by its data loader": (
        "ID,LASTNAME,FIRSTNAME,SALUTATION,MAILINGSTREET,MAILINGCITY,MAILINGSTATE,MAILINGPOSTALCODE,"
        "MAILINGCOUNTRY,PHONE,MOBILEPHONE,HOMEPHONE,OTHERPHONE,EMAIL,TITLE,DEPARTMENT,BIRTHDATE,CREATEDDATE",
        "",
    ),
    "Thunderbird, French": (
        "Prénom,Nom de famille,Nom à afficher,Surnom,Première adresse électronique,"
        "Adresse électronique secondaire,Pseudo,Tél. professionnel,Tél. personnel,Fax,Pager,Portable,"
        "Adresse privée,Adresse privée 2,Ville,Pays/État,Code postal,Pays,Adresse professionnelle,"
        "Adresse professionnelle 2,Ville,État,Code postal,Pays,Profession,Service,Société,Site web 1,"
        "Site web 2,Année de naissance,Mois,Jour,Divers 1,Notes",
        "",
    ),
}


@pytest.mark.parametrize("program", WHOLE)
def test_whole_headers_are_understood(program: str) -> None:
    """Every column of them but for those that netcli has no place for."""
    header, unknown = WHOLE[program]

    columns = read_header(header.split(","))

    assert ",".join(column.header for column in columns if column.role is None) == unknown
    assert score(header.split(",")) > len(columns) // 2


@pytest.mark.parametrize("target", ROLES)
def test_each_name_is_found_again(target: str) -> None:
    """The table writes names as headers are compared, and a name means what its line says."""
    for name in ROLES[target].split("|"):
        assert " ".join(words_of(name)) == name
        column = column_of(name)
        assert column.role is not None, name


@pytest.mark.parametrize("target", MORE_ROLES)
def test_each_name_of_a_further_language_means_what_its_line_says(target: str) -> None:
    """Folded, and unless the other page has it."""
    taken = {name for found in ROLES.values() for name in found.split("|")} | set(EITHER)
    for name in MORE_ROLES[target].split("|"):
        column = column_of(name)
        assert " ".join(words_of(name)) == fold(name)
        assert fold(name) not in taken, name
        assert ":".join(filter(None, (column.role, column.label))) == target, name


@pytest.mark.parametrize("page", [ROLES, MORE_ROLES])
def test_no_name_stands_in_two_lines(page: dict[str, str]) -> None:
    """Else the first line would have it, and the other would lie."""
    names = [fold(name) for found in page.values() for name in found.split("|")]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("header", "role"),
    [("N° de téléphone", "phone"), ("What is your full name?", "name"), ("Quel est votre nom ?", "name?"), ("Full name (as on passport)", "name"),
     ("Email (we send the link there)", "email"), ("E-Mail (dienstlich)", "email:work"), ("Job title/role", "title"),
     ("Organisation / Université", "org"), ("Nom / Name", "name?"), ("Profession / Employeur", None), ("nameofspouse", "spouse")],
)  # fmt: skip
def test_a_name_is_understood_for_what_is_around_it(header: str, role: str | None) -> None:
    """Brackets add to it, forms ask for it, and a stroke stands between two names for one thing."""
    column = column_of(header)

    assert ":".join(filter(None, (column.role, column.label))) == (role or "")
    assert column.header == header


@pytest.mark.parametrize(
    "header",
    ["Nom;Prénom;Mail;2023;2024-2025;12/09/2024;10,00", "0;First;Last;Email", "Name;Gender;Dietary info", "E-mail;Wishes",
     f"Name;E-mail;{'May we show photographs of you ' * 4}, as told at https://example.org/photos?"],
)  # fmt: skip
def test_years_days_and_questions_may_stand_in_a_header(header: str) -> None:
    """Fees by year, who was there on a day, the columns of a form; one column that only people have is enough."""
    assert score(header.split(";"))


@pytest.mark.parametrize("row", ["Name;Price", "Name;2024", "Name;Genre", "Nom;Ville;06 12 34 56 78", "Company;Shares"])
def test_things_and_values_are_no_header_of_people(row: str) -> None:
    """A name is nobody's by itself."""
    assert not score(row.split(";"))


@given(st.text(max_size=60))
@example("❶")
def test_any_text_may_be_a_header(text: str) -> None:
    """Nothing raises, and one cell is at most one column."""
    assert score([text]) in {0, 1}
    assert column_of(text).header == one_line(text)


TWICE = [
    ("Titre,Prénom,Nom,Société,Titre,Profession", ["prefix", "given", "family", "org", "title", None]),
    ("First Name,Last Name,Title,Suffix", ["given", "family", "prefix", "suffix"]),
    ("Job Title,Profession,Company,Employer", ["title", None, "org", None]),
    ("Nom d'usage,Nom,Prénom", [None, "family", "given"]),
    ("Geburtsjahr,Geburtsmonat,Geburtstag,Name", ["birth_year", "birth_month", "birth_day", "name"]),
    ("Geburtstag,Name", ["birthday", "name"]), ("BirthDay,Name", ["birthday", "name"]), ("Jour,Nom", [None, "name"]),
    ("Location,City,Name", [None, "city", "name"]), ("Location,Name", ["city", "name"]),
    ("Aniversario,Cumpleaños,Nombre", ["event", "birthday", "name"]), ("Aniversário,Nome", ["birthday", "name"]),
    ("Имя,Фамилия", ["given", "family"]), ("Имя,Телефон", ["name", "phone"]), ("Nume,Prenume", ["family", "given"]),
    ("Nombres,Apellido paterno,Apellido materno", ["given", "family", "family"]),
    ("Nombre,Primer apellido,Segundo apellido", ["given", "family", "family"]),
    ("Nom,Département,E-mail", ["name", "region", "email"]), ("Nom,Société,Département", ["name", "org", "team"]),
    ("Ime,Prezime", ["given", "family"]), ("Ім'я,Прізвище", ["given", "family"]),
    ("Apelido,Nome,Sobrenome", ["nickname", "given", "family"]), ("Apelido,Nome", ["family", "given"]),
]  # fmt: skip


@pytest.mark.parametrize(("header", "roles"), TWICE)
def test_columns_are_settled_by_those_beside_them(header: str, roles: list[str | None]) -> None:
    """Of two for one thing the better named has it."""
    assert [column.role for column in read_header(header.split(","))] == roles


@pytest.mark.parametrize(
    ("header", "role"),
    [("firstname", "given"), ("lastname", "family"), ("phonenumber", "phone"), ("dateofbirth", "birthday"),
     ("workemail", "email"), ("FIRST_NAME", "given"), ("username", None), ("Order ID", None), ("Mail Client", "raw"), ("General mobile", "phone"), ("filename", None), ("iPhone", "phone"),
     ("Name of Attendee", "name"), ("Prénom de l'élève", "given"), ("Número de móvil", "phone"),
     ("Telefon do zaměstnání", "phone"), ("姓", "family"), ("メールアドレス", "email"), ("電話番号", "phone")],
)  # fmt: skip
def test_one_name_says_what_a_column_is_for(header: str, role: str | None) -> None:
    """Words may be written as one, and stand in the script of any language."""
    (column,) = [c for c in read_header([header, "Note"]) if c.header == header]

    assert column.role == role


@pytest.mark.parametrize(
    ("text", "label"),
    [("* Home", "home"), ("Domicile", "home"), ("Work Fax", "work fax"), ("SMTP", None), ("", None), ("*", None),
     ("Ma maison", "Ma maison"), ("INTERNET", None), ("Mobile", "mobile"), ("Cell", "mobile"),
     ("cell", "cell"), ("Mother", "mother"), ("* cell, work", "cell, work"), ("perso", "home")],
)  # fmt: skip
def test_labels_are_written_in_one_way(text: str, label: str | None) -> None:
    """Known words in any language; those of one's own as they are."""
    assert label_of(text) == label


@pytest.mark.parametrize(
    ("header", "english"),
    [("First Name,Birthday", True), ("Name,Geburtstag", False), ("Prénom,Nom,Anniversaire", False), ("Name,Email", True),
     ("Nombre,Apellidos,Birthday", False), ("Event 1 - Value,Given Name", True)],
)  # fmt: skip
def test_a_header_is_english_if_its_names_and_dates_are(header: str, english: bool) -> None:
    """Outlook.com mixes languages."""
    assert is_english(read_header(header.split(","))) is english


@pytest.mark.parametrize("cell", ["", "Nom", "Title", "Birth Year", "Phone"])
def test_a_header_of_thousands_of_columns_is_read_in_step_with_them(cell: str) -> None:
    """Four times the columns take about four times as long: no column looks through all others."""

    def seconds(count: int) -> float:
        began = process_time()
        read_header(["Name", *[cell] * count])
        return process_time() - began

    seconds(10)
    once = min(seconds(2_000) for _ in range(3))
    assert min(seconds(8_000) for _ in range(3)) < 9 * once + 0.01
