"""What the attributes and classes of LDIF are called, by what they are for."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split(" "))


#: What attributes are for, by their name in lower case without options: RFC 2798 and 4519, Mozilla's schema
#: (mozillaAbPersonAlpha, and the names of Netscape before it), Evolution's (evolutionPerson) and Active Directory's.
ATTRIBUTES = {
    attribute: target
    for target, attributes in {
        "name": "cn commonname displayname", "given": "givenname gn", "family": "sn surname", "file_as": "fileas",
        "additional": "middlename", "prefix": "personaltitle", "suffix": "generationqualifier",
        "nickname": "mozillanickname xmozillanickname", "org": "o organizationname company",
        "title": "title jobtitle", "team": "ou department departmentnumber orgunit",
        "site": "physicaldeliveryofficename", "email": "mail email rfc822mailbox proxyaddresses targetaddress",
        "email:other": "mozillasecondemail xmozillasecondemail mailalternateaddress othermailbox",
        "phone:work": "telephonenumber", "phone:home": "homephone otherhomephone",
        "phone:mobile": "mobile cellphone mobiletelephonenumber othermobile",
        "phone:fax": "facsimiletelephonenumber fax", "phone:home fax": "homefacsimiletelephonenumber",
        "phone:other fax": "otherfacsimiletelephonenumber", "phone:other": "othertelephone otherphone",
        "phone:main": "primaryphone", "phone:car": "carphone", "phone:company": "companyphone",
        "phone:callback": "callbackphone", "phone:assistant": "assistantphone", "phone:ip": "ipphone",
        "phone:isdn": "internationalisdnnumber isdn", "phone:telex": "telexnumber telex", "phone:tty": "tty",
        "phone:radio": "radio", "phone:pager": "pager pagerphone otherpager",
        "url:work": "mozillaworkurl workurl", "url:home": "mozillahomeurl homeurl",
        "url": "labeleduri url wwwhomepage", "url:calendar": "calendaruri freebusyuri calcaluri calfburl",
        "street:work": "street streetaddress mozillaworkstreet2", "city:work": "l locality", "region:work": "st region",
        "postal_code:work": "postalcode zip", "country:work": "c co countryname friendlycountryname",
        "po_box:work": "postofficebox",
        "address:work": "postaladdress", "address:home": "homepostaladdress", "address:other": "otherpostaladdress",
        "address:registered": "registeredaddress",
        "street:home": "mozillahomestreet mozillahomestreet2 mozillahomepostaladdress2 homestreet",
        "city:home": "mozillahomelocalityname", "region:home": "mozillahomestate",
        "postal_code:home": "mozillahomepostalcode", "country:home": "mozillahomecountryname",
        "birth_year": "birthyear", "birth_month": "birthmonth", "birth_day": "birthday",
        "birthday": "birthdate dateofbirth schacdateofbirth", "event:anniversary": "anniversary",
        "note": "description notes info note comment", "tag": "category categories memberof",
        "custom": "mozillacustom1 mozillacustom2 mozillacustom3 mozillacustom4 custom1 custom2 custom3 custom4",
        "im:aim": "nsaimid mozillaaimscreenname aim", "im:icq": "icq nsicqid", "im:msn": "msn nsmsnid",
        "im:jabber": "jabber jabberid xmpp", "im:yahoo": "yahoo nsyahooid", "im:skype": "skype skypeid",
        "manager": "manager managername", "assistant": "secretary assistantname", "spouse": "spouse spousename",
        "lang": "preferredlanguage",
        "raw": "businesscategory employeenumber employeetype initials roomnumber uid userid uidnumber gidnumber"
        " homedirectory loginshell gecos distinguishedname instancetype whencreated whenchanged name useraccountcontrol"
        " badpwdcount badpasswordtime codepage countrycode lastlogon lastlogoff lastlogontimestamp pwdlastset"
        " primarygroupid accountexpires logoncount samaccountname samaccounttype userprincipalname objectcategory"
        " dscorepropagationdata entryuuid entrycsn entrydn creatorsname createtimestamp modifiersname"
        " structuralobjectclass subschemasubentry hassubordinates seealso displaynameprintable passwordexpirationtime"
        " control mailnickname",
        "-": "objectclass modifytimestamp dn changetype photo member uniquemember mozillausehtmlmail"
        " xmozillausehtmlmail userpassword userpkcs12 usercertificate usersmimecertificate sambantpassword"
        " sambalmpassword jpegphoto thumbnailphoto objectguid objectsid",
    }.items()
    for attribute in attributes.split()
}  # fmt: skip

#: How the names of attributes begin that servers keep for themselves.
KEPT_OUT_OF_SIGHT = ("usn", "msexch", "msds", "msrtc", "ms-", "shadow", "samba", "krb", "pwd", "sudo", "olc")
SECRET = _words("userpassword userpkcs12 usercertificate usersmimecertificate sambantpassword sambalmpassword")
PHOTOS = _words("jpegphoto thumbnailphoto photo")

#: Classes of entries: lists, people, and what else a directory holds.
LISTS = _words("groupofnames groupofuniquenames mozillaabgroup group posixgroup univentiongroup")
PEOPLE = _words(
    "person organizationalperson inetorgperson residentialperson mozillaabpersonalpha evolutionperson contact user"
    " posixaccount"
)
NO_PEOPLE = _words(
    "organization organizationalunit domain dcobject organizationalrole simplesecurityobject device iphost computer"
    " container builtindomain locality country groupofurls sudorole applicationprocess room nisnetgroup automount"
    " automountmap krbcontainer krbrealmcontainer pwdpolicy subschema domaindns msds-quotacontainer"
)
