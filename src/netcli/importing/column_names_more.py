"""What the columns of contact tables are called in further languages: a page beside column_names.py, to be added to.

Dutch, Polish, Swedish, Danish, Norwegian, Finnish, Czech, Slovak, Slovene, Croatian, Hungarian, Romanian, Russian,
Ukrainian, the Baltic languages, Turkish, Greek, Arabic, Hebrew, Indonesian, Vietnamese, Thai, Japanese, Chinese and
Korean, as Outlook and Thunderbird write them and as people call them. They are written as programs write them, in lower
case, and folded when they are read. Of a name on both pages the other page says what it is.
"""

from __future__ import annotations

#: Column names by role, as ROLES has them.
MORE_ROLES: dict[str, str] = {
    "name": "ime prezime|prezime ime|ime priimek|priimek ime|meno priezvisko|priezvisko meno|піб"
    "|прізвище імя|nama|nama lengkap|nama penuh|họ tên|họ và tên|الاسم|الاسم الكامل|שם|שם מלא"
    "|vārds uzvārds|vardas pavardė"
    "|weergavenaam|volledige naam|voornaam achternaam|imię nazwisko|nazwisko imię|wyświetlana nazwa"
    "|nazwa wyświetlana|för och efternamn|visningsnamn|namn|navn|visningsnavn|fulde navn|fullt navn|nimi|koko nimi"
    "|zobrazované jméno|jméno příjmení|příjmení jméno|teljes név|megjelenítendő név|név|nume complet|nume prenume"
    "|nume și prenume|фио|ф и о|полное имя|фамилия имя отчество|имя фамилия|ad soyad|adı soyadı|isim soyisim"
    "|ονοματεπώνυμο|氏名|名前|お名前|表示名|姓名|名字|联系人|聯絡人|联系人姓名|显示名称|이름|성명|표시 이름",
    "given": "eesnimi|nama depan|الاسم الأول|שם פרטי|ім я|імя|ชื่อ"
    "|imię|förnamn|fornavn|etunimi|křestní jméno|keresztnév|utónév|prenume|名|adı",
    "family": "prezime|priimek|priezvisko|прізвище|uzvārds|pavardė|perekonnanimi|nama belakang"
    "|nama keluarga|اسم العائلة|اللقب|שם משפחה|นามสกุล"
    "|nazwisko|efternamn|efternavn|etternavn|sukunimi|příjmení|vezetéknév|családnév|nume familie"
    "|nume de familie|фамилия|soyad|soyadı|soyisim|επώνυμο|επίθετο|姓|성",
    "additional": "по батькові|tussenvoegsel"
    "|middelste naam|drugie imię|mellannamn|mellemnavn|mellomnavn|отчество|ikinci ad|中间名"
    "|ミドル ネーム",
    "prefix": "aanhef|tytuł|oslovení|обращение|敬称",
    "suffix": "achtervoegsel|sufiks",
    "nickname": "bijnaam|roepnaam|pseudonim|smeknamn|kaldenavn|kallenavn|lempinimi|přezdívka|becenév|poreclă"
    "|псевдоним|takma ad|ニックネーム|昵称|별명",
    "phonetic": "ふりがな|フリガナ|よみがな|せい|めい|セイ|メイ",
    "org": "tvrtka|podjetje|spoločnosť|організація|компанія|įmonė|uzņēmums|ettevõte|perusahaan|instansi"
    "|công ty|الشركة|المؤسسة|חברה|ארגון|บริษัท"
    "|organisatie|bedrijfsnaam|przedsiębiorstwo|nazwa firmy|företag|virksomhed|bedriftsnavn|selskap|yritys"
    "|společnost|cég|cégnév|companie|компания|организация|место работы|şirket|kurum|εταιρεία|会社|会社名|勤務先"
    "|所属|団体名|公司|公司名称|单位|工作单位|公司名稱|회사|회사명|소속",
    "title": "radno mjesto|radno mesto|delovno mesto|pozícia|посада|длъжност|pareigos|amats|jabatan"
    "|pekerjaan|chức vụ|المسمى الوظيفي|الوظيفة|תפקיד|ตำแหน่ง"
    "|functie|functietitel|stanowisko|befattning|stilling|jobbtitel|tehtävänimike|titteli|funkce"
    "|pracovní pozice|beosztás|funcția|должность|unvan|görev|θέση|役職|肩書|肩書き|職種|职位|职务|職稱|직위|직책"
    "|zawód|beroep|yrke",
    "team": "afdeling|dział|avdelning|avdeling|osasto|oddělení|osztály|departament|отдел|departman|bölüm|τμήμα|部署"
    "|部門|部门|부서",
    "email": "epoštni naslov|електронна пошта|пошта|имейл|el paštas|pasts|البريد الإلكتروني|الايميل"
    "|البريد|דוא ל|דואל|אימייל|מייל|อีเมล|alamat email"
    "|emailadres|adres email|poczta elektroniczna|emailadress|epost|epostadress|epostadresse|sähköposti"
    "|sähköpostiosoite|email adresa|emailová adresa|email cím|adresă email|adresă de email|электронная почта"
    "|эл почта|почта|адрес эл почты|адрес электронной почты|eposta|ηλεκτρονικό ταχυδρομείο|メール|メールアドレス"
    "|電子メール|電子メール アドレス|邮箱|电子邮件|电子邮箱|电子邮件地址|電子郵件|이메일|전자 메일|전자 메일 주소"
    "|메일|eposta adresi",
    "phone": "tālrunis|telefonas|telepon|no telepon|nomor telepon|no telp|no hp|nomor hp"
    "|điện thoại|số điện thoại|sđt|الهاتف|رقم الهاتف|טלפון|มือถือ|โทรศัพท์|เบอร์โทรศัพท์|เบอร์โทร"
    "|telefoon|telefoonnummer|numer telefonu|nr telefonu|puhelin|puhelinnumero|telefonní číslo|telefonszám"
    "|număr telefon|телефон|номер телефона|тел|telefon numarası|τηλέφωνο|電話|電話番号|电话|联系电话|电话号码"
    "|聯絡電話|전화|전화번호|연락처",
    "phone:mobile": "mobitel|мобільний телефон|no handphone|no wa|no whatsapp|nomor whatsapp"
    "|الجوال|رقم الجوال|الموبايل|נייד|טלפון נייד"
    "|tel kom|mobiel nummer|gsm nummer|telefon komórkowy|komórka|numer komórki|matkapuhelin|kännykkä"
    "|mobilní telefon|мобильный|мобильный телефон|телефон мобильный|сотовый|cep telefonu|κινητό|κινητό τηλέφωνο"
    "|携帯電話|携帯|携帯番号|手机|手机号|手机号码|手機|移动电话|휴대폰|휴대전화|핸드폰",
    "phone:home": "自宅電話|自宅電話番号|домашний телефон|телефон домашний|ev telefonu|家庭电话|住宅电话|집 전화",
    "phone:work": "会社電話|勤務先電話番号|рабочий телефон|телефон рабочий|iş telefonu|办公电话|单位电话|회사 전화"
    "|직장 전화",
    "phone:fax": "faks|faksi|факс|ファックス|fax番号|传真|팩스",
    "phone:main": "hoofdtelefoon",
    "phone:company": "hoofdtelefoon bedrijf",
    "phone:callback": "terugbellen",
    "phone:assistant": "telefoon assistent|telefon asystenta",
    "phone:radio": "radiotelefoon",
    "phone:tty": "tty tdd telefoon",
    "phone:pager": "piepernummer|semafoon",
    "url": "webpagina|website adres|strona internetowa|strona sieci web|strona www|www|webbplats|webbsida"
    "|hjemmeside|hjemmeside adresse|nettside|kotisivu|webová stránka|weboldal|веб сайт|веб страница|сайт|web sitesi"
    "|web sayfası|ιστοσελίδα|ホームページ|web ページ|网址|网站|网页|홈페이지|웹 페이지",
    "im": "komunikator|schermnaam",
    "address": "naslov|адреса|adresas|alamat|alamat rumah|địa chỉ|العنوان|כתובת|ที่อยู่"
    "|adress|adresgegevens|adresa|osoite|cím|lakcím|адрес|διεύθυνση|住所|地址|联系地址|通讯地址|주소",
    "address:home": "huisadres|adres thuis|adres domowy|hemadress|自宅住所|домашний адрес|ev adresi|家庭住址"
    "|家庭地址|住址|집 주소",
    "address:work": "werkadres|adres werk|adres służbowy|会社住所|勤務先住所|рабочий адрес|iş adresi|公司地址"
    "|单位地址|회사 주소",
    "street": "straat|straat huisnummer|straat en huisnummer|ulica|gata|gatuadress|gade|gateadresse|gate|vejnavn"
    "|katuosoite|ulice|utca|stradă|улица|sokak|οδός|番地|街道",
    "city": "mjesto|місто|град|miestas|pilsēta|kota|thành phố|المدينة|עיר"
    "|postadress|plaats|woonplaats|gemeente|miejscowość|miasto|postort|stad|by|poststed|postdistrikt|kaupunki"
    "|postitoimipaikka|kunta|město|obec|város|település|localitate|oraș|orașul|город|şehir|πόλη|市区町村|市|城市|시",
    "region": "provincie|województwo|län|fylke|maakunta|kraj okres|megye|județ|область|регион|ilçe|νομός|都道府県"
    "|省|省份|도",
    "postal_code": "poštanski broj|poštna številka|kode pos"
    "|kod pocztowy|postnr|postnummer|postinumero|psč|irányítószám|индекс|почтовый индекс|posta kodu"
    "|τκ|τ κ|ταχυδρομικός κώδικας|郵便番号|邮编|邮政编码|郵遞區號|우편번호",
    "country": "država|країна|negara|quốc gia|الدولة|البلد|ארץ|מדינה"
    "|kraj|państwo|maa|země|stát|ország|țară|страна|ülke|χώρα|国|国家|國家|국가|land regio",
    "po_box": "skrytka pocztowa",
    "birthday": "datum rođenja|datum rojstva|dátum narodenia|дата народження|gimimo data|dzimšanas datums"
    "|sünniaeg|tanggal lahir|ngày sinh|تاريخ الميلاد|תאריך לידה"
    "|verjaardag|geboortedatum|data urodzenia|urodziny|födelsedag|födelsedatum|fødselsdag|fødselsdato"
    "|bursdag|syntymäpäivä|syntymäaika|datum narození|narozeniny|születésnap|születési dátum|születési idő"
    "|data nașterii|zi naștere|день рождения|дата рождения|doğum günü|doğum tarihi|γενέθλια|ημερομηνία γέννησης"
    "|誕生日|生年月日|生日|出生日期|생일|생년월일",
    "birth_year": "geboortejaar|rok urodzenia|födelseår|fødselsår|syntymävuosi|rok narození",
    "birth_month": "geboortemaand|miesiąc urodzenia|födelsemånad|fødselsmåned",
    "birth_day": "geboortedag|dzień urodzenia",
    "event:anniversary": "bijzondere datum|rocznica|trouwdag|bröllopsdag|bryllupsdag|hääpäivä",
    "note": "napomena|opomba|примітки|примітка|catatan|keterangan|ghi chú|ملاحظات|הערות|หมายเหตุ"
    "|notities|notitie|opmerkingen|opmerking|notatki|notatka|uwagi|anteckningar|anteckning|noter|notater"
    "|bemærkninger|muistiinpanot|huomautukset|poznámky|poznámka|megjegyzés|megjegyzések|jegyzetek|observații"
    "|заметки|примечание|примечания|комментарий|notlar|not|σημειώσεις|σχόλια|メモ|備考|备注|說明|메모|비고"
    "|kommentarer",
    "tag": "categorieën|trefwoorden|kategoria|kategorier|grupa|grupy|luokat|ryhmä|kategorie skupiny|skupina|csoport"
    "|категории|группа|группы|kategori|kategoriler|grup|カテゴリ|グループ|分类|分组|组|标签|범주|그룹",
    "lang": "taal|język|språk|sprog|язык|言語|语言",
    "spouse": "naam partner|echtgenoot|echtgenote|współmałżonek|małżonek|make maka|ægtefælle|ektefelle|puoliso"
    "|супруг|配偶者|配偶",
    "manager": "naam manager|leidinggevende|kierownik|przełożony|chef|leder",
    "assistant": "naam assistent|asystent|nazwisko asystenta",
    "child": "kinderen|dzieci|barn|lapset|děti|дети|子女",
    "referred-by": "voorgesteld door|polecony przez",
    "custom": "gebruiker|aangepast|użytkownik|niestandardowe",
    "id": "lidnummer|nr członkowski|medlemsnummer|medlemsnr|jäsennumero|会員番号|会员号",
    "raw": "geslacht|gevoeligheid|prioriteit|emailtype|weergavenaam email|factuurgegevens|reisafstand|sofi nummer"
    "|id nummer organisatie|internetadres vrij bezet|adreslijstserver|płeć|inicjały|typ email"
    "|nazwa wyświetlana email|priorytet|prywatne|kön|kjønn|sukupuoli|pohlaví|nem|пол|cinsiyet|性別|性别|성별"
    "|locatie",
}  # fmt: skip

#: Words that tell which of several a column is about, as LABELS has them.
MORE_LABELS: dict[str, str] = {
    "work": "werk|zakelijk|werkadres|służbowy|służbowe|praca|arbete|arbetet|arbejde|arbeid|jobb|työ|zaměstnání"
    "|munkahelyi|serviciu|рабочий|рабочая",
    "home": "thuis|privé|prive|huisadres|domowy|domowe|hem|bostad|hjem|hjemme|koti|domů|domácí|otthoni|acasă"
    "|домашний|домашняя",
    "other": "ander|anders|overig|inny|inne|dodatkowy|annan|annet|anden|muu|jiný|egyéb|secundair|secundaire|другой"
    "|дополнительный",
    "main": "hoofd|primair|główny|podstawowy|ensisijainen|hlavní|основной",
    "mobile": "mobiel|mobiele|komórkowy|мобильный|mobilní",
    "fax": "faks|факс",
}  # fmt: skip

#: Small words, words for telephones and their numbers, and for addresses.
MORE_SMALL = frozenset(["e", "van", "voor", "op", "het", "in", "i", "w", "z", "na", "do", "och", "og", "para"])
MORE_PHONES = frozenset(["telefoon", "puhelin", "τηλεφωνο", "телефон"])
MORE_NUMBERS = MORE_PHONES | {"numer", "nummer", "cislo"}
MORE_OF_ADDRESSES = frozenset(["adres", "adress", "adresa"])
