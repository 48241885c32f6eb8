"""Given names and what people make of them: Bob is Robert, Pepe is José. Folded, as `text.fold` leaves them."""

from __future__ import annotations

#: Each line is one name in its forms, any of which may stand for any other. A form may stand in several lines.
_LINES = """
abraham abe bram
albert al bert bertie
alexander alexandre aleksander alex alec sandy sasha xander sascha
alexandra aleksandra alex sandra sasha alix
alfred alf fred freddy
andrew andreas andre andrea andrei andy drew
anna anne ann annie anita anya nan
anthony antony antoine antonio anton tony toni
arthur art artie
barbara barb barbie babs
benjamin ben benny benji
catherine katherine katharine kathryn catharina katharina ekaterina kate katie kathy cathy kat katya kit cat trina
charles carl karl carlos charlie chuck chas
christian chris
christina christine kristina kristin chris tina kirsten
christopher christophe cristobal chris kit topher
daniel dan danny
david dave davy
deborah debra deb debbie
dominic dominique dom nick
dorothy dorothea dot dotty thea dora
edward eduard eduardo edouard ed eddie ted ned
eleanor eleonore ellen nell nora ellie lena
elizabeth elisabeth elisabetta isabel isabelle beth betty liz lizzie eliza elise lisa liesl bess elsa
emily emilie emma em millie
eugene gene
francis francisco francois franz frank fran paco pancho
frances francesca francoise fran fanny
frederick frederic friedrich federico fred freddy fritz rick
gabriel gabriele gabe
george georges georg jorge jorg
gerald gerard gerhard gerry jerry
gregory gregor greg
guillaume guillermo wilhelm william will bill billy willy liam memo
helen helene helena ellen nell lena
henry henri heinrich enrique harry hank heinz hal
ignacio nacho
jacob jacques jakob jake
james jaime jim jimmy jamie
jean john johann johannes hans ivan ian jan juan giovanni joao jack johnny vanya jon
jeffrey geoffrey jeff geoff
jennifer jen jenny jenn
jessica jess jessie
jonathan jon jonny johnny nathan
joseph josef jose giuseppe joe joey beppe pepe zeppo seppl sepp
joshua josh
judith judy jude
kenneth ken kenny
lawrence laurence laurent lorenzo larry laurie
leonard leonardo leo len lenny
louis luis ludwig lewis lou
madeleine magdalena madeline maddie lena magda
manuel emmanuel immanuel manu manny manolo
margaret marguerite margarita margarete maggie meg peggy greta gretchen margot marge rita daisy
maria marie mary mariya marietta mimi molly polly masha
martha marta patty
martin marty
matthew matthieu matthias mateo matt matty
maximilian maxim maxime max
michael michel miguel mikhail michal mike mick mickey misha micky
nathaniel nathan nate nat
nicholas nicolas nikolaus nikolai nick nico nicky klaus niko kolya
oliver olivier ollie olli
olivia liv livvy
pamela pam
patricia pat patty tricia trish
patrick pat paddy rick
paul pablo paolo pavel
peter pierre pedro pietro piotr pete
philip phillip philippe felipe phil pip
rachel rachael rae
raymond ramon ray
rebecca becky becca
richard ricardo rick rich dick ricky richie
robert roberto bob bobby rob robbie bert
ronald ron ronnie
samuel sam sammy
samantha sam
sara sarah sally
sebastian sebastien seb basti bas
stanley stanislav stan
stephen steven stefan stephane esteban etienne steve
susan susanne suzanne susanna sue susie suzy
sylvester sly
terence terrence terry
theodore theodor ted teddy theo
theresa teresa therese tess terry tessa
thomas tomas tomasz tom tommy
timothy tim timmy
valentina val
veronica veronique vera ronnie
victoria vicky vic tori
victor viktor vic
vincent vincente vince vinnie
vladimir vlad volodya
walter walt wally
zachary zacharias zach zack
"""


def _forms() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in _LINES.split("\n"):
        words = line.split()
        for word in words:
            found.setdefault(word, set()).update(words)
    return found


#: Each form with all that may stand for it, itself among them.
FORMS = _forms()
